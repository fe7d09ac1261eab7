using System.Runtime.InteropServices;
using Microsoft.Extensions.Options;

namespace GrainJobs.Hosting;

/// <summary>One process from start to exit code: 0 clean, 2 bad configuration, 1 anything else.</summary>
public static class ProcessLife
{
    public const int Clean = 0;
    public const int Failed = 1;
    public const int BadSettings = 2;

    /// <summary>An argument of the host: settings are checked at start and not read again, so no folder is watched for changes; a database file below it changes with each commit.</summary>
    public const string ReadsSettingsOnce = "--hostBuilder:reloadConfigOnChange=false";

    /// <summary>How long a graceful stop may take.</summary>
    public static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(30);

    /// <summary>Builds and runs the host until it is told to stop. The first SIGTERM drains, the second ends at once.</summary>
    public static async Task<int> Run(Func<WebApplication> build)
    {
        using var terminate = EndAtSecond(PosixSignal.SIGTERM);
        try
        {
            var app = build();
            await app.RunAsync();
            return Clean;
        }
        catch (BadSettingsException bad)
        {
            return await Report(bad.Problems, BadSettings);
        }
        catch (OptionsValidationException bad)
        {
            return await Report([.. bad.Failures], BadSettings);
        }
#pragma warning disable CA1031 // The process ends here: whatever it was becomes the exit code and one line.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            return await Report([LineText.Escape(failure.ToString())], Failed);
        }
    }

    /// <summary>Limits a host's graceful stop.</summary>
    public static IServiceCollection AddStopLimit(this IServiceCollection services) =>
        services.Configure<HostOptions>(options => options.ShutdownTimeout = StopLimit);

    private static PosixSignalRegistration EndAtSecond(PosixSignal signal)
    {
        var seen = 0;
        return PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            if (Interlocked.Increment(ref seen) > 1)
            {
                Environment.Exit(Failed);
            }
        });
    }

    private static async Task<int> Report(IReadOnlyList<string> lines, int exitCode)
    {
        foreach (var line in lines)
        {
            await Console.Error.WriteLineAsync(line);
        }

        return exitCode;
    }
}
