namespace Hello;

/// <summary>What the program says.</summary>
public static class Greeting
{
    /// <summary>A greeting to everybody named; to the world when nobody is.</summary>
    public static string For(IReadOnlyList<string> names) => names switch
    {
        [] => "Hello, world!",
        [var one] => $"Hello, {one}!",
        _ => $"Hello, {string.Join(", ", names.SkipLast(1))} and {names[^1]}!",
    };
}
