using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace GrainJobs.Execution;

public sealed class HandlerRegistrationTests
{
    [Fact]
    public void A_payload_that_is_no_record_of_scalars_fails_at_registration()
    {
        var registering = () => new ServiceCollection().AddJobHandler<RowsHandler, Rows>("rows");

        registering.Should().Throw<InvalidOperationException>().WithMessage("*Rows.Items*");
    }

    [Fact]
    public void Settings_of_the_type_override_what_the_code_says()
    {
        var handler = Registry(("Handlers:greet:Timeout", "00:00:07"), ("Handlers:greet:Inline", "true")).Find("greet")!;

        (handler.Options.Timeout, handler.Options.Inline, handler.Options.Concurrency).Should().Be((TimeSpan.FromSeconds(7), true, 3));
    }

    [Theory]
    [InlineData("Handlers:greet:Concurrency", "0")]
    [InlineData("Handlers:greet:MaxAttempts", "101")]
    [InlineData("Handlers:greet:Timeout", "00:00:00")]
    [InlineData("Handlers:greet:Backoff", "-00:00:01")]
    public void A_setting_out_of_range_fails_the_start_by_name(string key, string value)
    {
        var building = () => Registry((key, value));

        building.Should().Throw<InvalidOperationException>().WithMessage("*Handlers__greet*");
    }

    [Fact]
    public void A_type_has_one_handler()
    {
        var services = new ServiceCollection();
        services.AddJobHandler<Greeter, Greeting>("greet").AddJobHandler<Greeter, Greeting>("greet");
        using var provider = services.BuildServiceProvider();

        var building = () => new HandlerRegistry(provider.GetServices<HandlerDescriptor>());

        building.Should().Throw<InvalidOperationException>().WithMessage("*greet*");
    }

    [Fact]
    public async Task A_handler_runs_from_its_attempts_scope()
    {
        var services = new ServiceCollection();
        services.AddJobHandler<Greeter, Greeting>("greet");
        await using var provider = services.BuildServiceProvider();
        var handler = new HandlerRegistry(provider.GetServices<HandlerDescriptor>()).Find("greet")!;
        await using var scope = provider.CreateAsyncScope();

        var outcome = await handler.Run(scope.ServiceProvider, handler.Shape.Read("""{"name":"Ann"}"""), null!);

        outcome.Should().Be(JobOutcome.Completed("\"Hello Ann\""));
    }

    private static HandlerRegistry Registry(params (string Key, string Value)[] settings)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings.Select(each => KeyValuePair.Create(each.Key, (string?)each.Value))).Build());
        services.AddJobHandler<Greeter, Greeting>("greet", options => options.Concurrency = 3);
        return new(services.BuildServiceProvider().GetServices<HandlerDescriptor>());
    }

    private sealed record Greeting(string Name);

    private sealed record Rows(Greeting[] Items);

    private sealed class Greeter : IJobHandler<Greeting>
    {
        public Task<JobOutcome> Run(Greeting payload, IJobContext context) => Task.FromResult(JobOutcome.Completed($"\"Hello {payload.Name}\""));
    }

    private sealed class RowsHandler : IJobHandler<Rows>
    {
        public Task<JobOutcome> Run(Rows payload, IJobContext context) => throw new NotSupportedException();
    }
}
