using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace GrainJobs.Workers;

/// <summary>Log lines on stdout, one an event; JSON when <c>Logging__Format</c> says so.</summary>
internal static class AgentLogging
{
    internal static ILoggerFactory Create() => LoggerFactory.Create(logging => _ = IsJson
        ? logging.AddJsonConsole(Json)
        : logging.AddSimpleConsole(Plain));

    private static bool IsJson => string.Equals(Environment.GetEnvironmentVariable("Logging__Format"), "json", StringComparison.OrdinalIgnoreCase);

    private static void Json(JsonConsoleFormatterOptions options)
    {
        options.UseUtcTimestamp = true;
        options.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
    }

    private static void Plain(SimpleConsoleFormatterOptions options)
    {
        options.SingleLine = true;
        options.UseUtcTimestamp = true;
        options.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
        options.ColorBehavior = LoggerColorBehavior.Disabled;
    }
}
