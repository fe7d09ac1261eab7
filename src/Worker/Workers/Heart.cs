using System.Collections.Concurrent;
using GrainJobs.Builds;
using GrainJobs.Http;
using GrainJobs.Leases;
using Microsoft.Extensions.Logging;

namespace GrainJobs.Workers;

/// <summary>
/// One heartbeat for everything the agent holds, and what the answers order. While the gateway is away builds go on: only the gateway
/// knows whether a lease is over, and a report under an old token counts for nothing.
/// </summary>
internal sealed partial class Heart(WorkerSession session, ConcurrentDictionary<string, BuildRun> runs, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    // How long leases are, the answer to the first beat tells.
    private TimeSpan pace = TimeSpan.FromSeconds(0.5);

    internal async Task BeatAsync(CancellationToken end)
    {
        TimeSpan next = pace;
        try
        {
            while (true)
            {
                await Task.Delay(next, time, end);
                next = runs.IsEmpty ? pace : await BeatOnceAsync(end);
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // Nothing is held any more.
        }
    }

    private async Task<TimeSpan> BeatOnceAsync(CancellationToken end)
    {
        try
        {
            LeaseVerdicts verdicts = await session.BeatAsync([.. runs.Values.Select(run => run.Held)], end);
            foreach (LeaseVerdict verdict in verdicts.Leases.Where(verdict => verdict.Order != "continue"))
            {
                await ObeyAsync(verdict, end);
            }

            return pace = TimeSpan.FromSeconds(Math.Clamp(verdicts.NextSeconds, 0.2, Longest.TotalSeconds));
        }
        catch (GatewayException refusal) when (refusal.Status is 401 or 403 or 404)
        {
            await RenewAsync(end);
        }
        catch (Exception fault) when (fault is GatewayException or GatewayUnavailableException or InvalidDataException)
        {
            LogMissed(fault.Message);
        }

        return TimeSpan.FromSeconds(1);
    }

    private async Task ObeyAsync(LeaseVerdict verdict, CancellationToken end)
    {
        BuildRun? run = runs.Values.FirstOrDefault(run => run.Build.LeaseToken == verdict.LeaseToken);
        if (run is null)
        {
            return;
        }

        // Losing work is dear: a second opinion from the build itself.
        string order = verdict.Order == "lost" ? await AskAsync(run, end) : verdict.Order;
        if (order != "continue")
        {
            LogOrdered(run.Build.Id, order);
            run.Halt(order == "cancel" ? HaltReason.Cancelled : HaltReason.Lost);
        }
    }

    private static async Task<string> AskAsync(BuildRun run, CancellationToken end)
    {
        try
        {
            return await run.Assigned.BeatAsync(run.Held.Progress, end);
        }
        catch (GatewayException refusal) when (refusal.IsLeaseLost || refusal.Status == 404)
        {
            return "lost";
        }
        catch (Exception fault) when (fault is GatewayException or GatewayUnavailableException or InvalidDataException)
        {
            // Asked again with the next beat.
            return "continue";
        }
    }

    private async Task RenewAsync(CancellationToken end)
    {
        try
        {
            await session.RenewAsync(end);
        }
        catch (Exception fault) when (fault is GatewayException or GatewayUnavailableException or InvalidDataException)
        {
            LogMissed(fault.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Heartbeat missed: {Reason}")]
    private partial void LogMissed(string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Build {BuildId}: the gateway orders {Order}")]
    private partial void LogOrdered(string buildId, string order);
}
