using System.Runtime.InteropServices;
using GrainJobs.Workers;
using Microsoft.Extensions.Logging;

const int Clean = 0;
const int Failed = 1;
const int BadConfiguration = 2;

AgentCommandLine commandLine = new();
AgentOptions? options = commandLine.Read(args);
if (options is null)
{
    foreach (string fault in commandLine.Faults)
    {
        await Console.Error.WriteLineAsync(fault);
    }

    return commandLine.Faults.Count > 0 ? BadConfiguration : Clean;
}

if (!OperatingSystem.IsLinux())
{
    await Console.Error.WriteLineAsync("The agent runs on Linux: it needs sessions and /proc to end whatever a build starts.");
    return BadConfiguration;
}

using ILoggerFactory logging = AgentLogging.Create();
ILogger logger = logging.CreateLogger("GrainJobs.Agent");
using CancellationTokenSource drain = new();
try
{
    using WorkFolder folder = WorkFolder.Open(options.WorkFolder);
    using Agent agent = new(options, folder, TimeProvider.System, logger);
    using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
    using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
    await agent.RunAsync(drain.Token);
    return Clean;

    // The first signal drains, the second ends at once, with everything that builds have started.
    void End(PosixSignalContext signal)
    {
        signal.Cancel = true;
        if (!drain.IsCancellationRequested)
        {
            drain.Cancel();
            return;
        }

        agent.Kill();
        Environment.Exit(Failed);
    }
}
catch (KeyRefusedException refused)
{
    await Console.Error.WriteLineAsync($"--key-file: the gateway refuses this key: {refused.Message}");
    return BadConfiguration;
}
catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
{
    await Console.Error.WriteLineAsync($"--work-dir can't be used (does another agent run in it?): {fault.Message}");
    return BadConfiguration;
}
