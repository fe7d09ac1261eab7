using System.Text.Json;
using GrainJobs.Builds;
using GrainJobs.Http;
using GrainJobs.Processes;
using Microsoft.Extensions.Logging;

namespace GrainJobs.Workers;

/// <summary>After an agent was killed: ends the processes of its builds, hands the builds back, removes the folders.</summary>
internal sealed partial class Leftovers(WorkFolder folder, WorkerSession session, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    internal async Task ClearAsync(CancellationToken stop)
    {
        foreach (BuildFolder run in folder.Leftovers())
        {
            await new ProcessFamily(run.Mark, time).EndAsync(TimeSpan.Zero);
            await HandBackAsync(run, stop);
            string? fault = run.Delete();
            LogCleared(run.Mark, fault ?? "removed");
        }
    }

    private async Task HandBackAsync(BuildFolder run, CancellationToken stop)
    {
        try
        {
            if (RunRecord.Read(run.Record) is { } record)
            {
                await session.Assigned(record.Build).AbandonAsync("The agent was restarted", Patience, stop);
            }
        }
        catch (Exception fault) when (fault is GatewayException or GatewayUnavailableException or IOException or JsonException)
        {
            // Its lease ends by itself.
            LogNotHandedBack(run.Mark, fault.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Run {Run} of an earlier agent: {Outcome}")]
    private partial void LogCleared(string run, string outcome);

    [LoggerMessage(Level = LogLevel.Information, Message = "The build of run {Run} was not handed back: {Reason}")]
    private partial void LogNotHandedBack(string run, string reason);
}
