using Hello;
using Xunit;

namespace HelloTests;

public sealed class GreetingTests
{
    [Theory]
    [InlineData(new string[0], "Hello, world!")]
    [InlineData(new[] { "Ada" }, "Hello, Ada!")]
    [InlineData(new[] { "Ada", "Grace", "Edsger" }, "Hello, Ada, Grace and Edsger!")]
    public void Everybody_named_is_greeted(string[] names, string greeting) => Assert.Equal(greeting, Greeting.For(names));
}
