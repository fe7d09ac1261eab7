using Microsoft.Extensions.Logging.Console;

namespace GrainJobs.Hosting;

/// <summary>Logs to stdout, one line an event; JSON with <c>Logging__Format=json</c>.</summary>
public static class LogSetup
{
    public static ILoggingBuilder AddLines(this ILoggingBuilder logging, IConfiguration configuration)
    {
        logging.ClearProviders();
        logging.SetMinimumLevel(LogLevel.Information);
        foreach (var category in Noisy)
        {
            logging.AddFilter(category, LogLevel.Warning);
        }

        logging.AddFilter(Watchdog, LogLevel.Error);

        // What is configured comes after the defaults and wins.
        logging.AddConfiguration(configuration.GetSection("Logging"));

        // This one writes the query of every request, and with it job tokens: it never speaks below Warning.
        logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);
        return IsJson(configuration) ? AddJson(logging) : AddText(logging);
    }

    // Orleans reports each placement through Polly at Information; at load that is most of the work of the machine.
    // It measures its first round from the start of the machine and warns of that.
    private const string Watchdog = "Orleans.Runtime.Watchdog";

    private static readonly string[] Noisy =
    [
        "Orleans", "Polly", "Microsoft.AspNetCore", "Microsoft.Extensions", "System.Net.Http", "Npgsql", "GrainJobs.Http.CallerScheme",
    ];

    private static bool IsJson(IConfiguration configuration) =>
        string.Equals(configuration["Logging:Format"], "json", StringComparison.OrdinalIgnoreCase);

    private static ILoggingBuilder AddJson(ILoggingBuilder logging) => logging.AddJsonConsole(options =>
    {
        options.UseUtcTimestamp = true;
        options.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
    });

    private static ILoggingBuilder AddText(ILoggingBuilder logging)
    {
        logging.Services.AddSingleton(TimeProvider.System);
        return logging
            .AddConsole(options => options.FormatterName = LineFormatter.FormatterName)
            .AddConsoleFormatter<LineFormatter, ConsoleFormatterOptions>();
    }
}
