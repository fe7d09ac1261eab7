using System.Collections.Concurrent;
using GrainJobs.Http;

namespace GrainJobs.Leases;

#pragma warning disable CA1001 // A SemaphoreSlim whose wait handle nobody asks for holds nothing to dispose.

/// <summary>
/// A worker outside the cluster: leases jobs of one queue as it has room, runs the handler, beats for all it holds at once, reports, and
/// hands back what is unfinished when it must end.
/// </summary>
/// <param name="handler">Runs one job; it should stop soon after <see cref="JobRun.Stop"/>. An exception fails the job.</param>
public sealed class JobLoop(GrainJobsClient client, JobLoopOptions options, Func<JobRun, Task<RunOutcome>> handler)
{
    private static readonly TimeSpan LatestBeat = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<JobRun, Task> runs = new();
    private readonly SemaphoreSlim slots = new(options.Concurrency);

    // How long a lease may wait for its first beat, known with the first of them.
    private readonly TaskCompletionSource<TimeSpan> firstBeat = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool draining;

    private TimeProvider Time => client.Gateway.Time;

    /// <summary>Works until <paramref name="stop"/>, then drains. Returns when nothing is held any more, or a handler would not stop.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using CancellationTokenSource end = new();
        Task beats = BeatAsync(end.Token);
        try
        {
            await LeaseAsync(stop);
        }
        finally
        {
            await DrainAsync();
            await end.CancelAsync();
            await beats;
        }
    }

    private async Task LeaseAsync(CancellationToken stop)
    {
        for (int faults = 0; !stop.IsCancellationRequested && !draining;)
        {
            try
            {
                await slots.WaitAsync(stop);
                int taken = 1 + TakeFree();
                faults = await LeaseAsync(taken, stop) ? 0 : faults + 1;
                await (faults == 0 ? Task.CompletedTask : Task.Delay(RetryPolicy.Pause(faults, null, Random.Shared.NextDouble()), Time, stop));
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private int TakeFree()
    {
        int more = 0;
        while (slots.Wait(0))
        {
            more++;
        }

        return more;
    }

    // False after a fault. Slots that got no job are free again.
    private async Task<bool> LeaseAsync(int taken, CancellationToken stop)
    {
        int used = 0;
        try
        {
            foreach (LeasedJob job in await client.Leases.LeaseAsync(options.Queue, options.WorkerId, taken, options.PollWait, stop))
            {
                Start(job);
                used++;
            }

            return true;
        }
        catch (Exception fault) when (fault is GatewayException or GatewayUnavailableException or InvalidDataException)
        {
            options.OnFault?.Invoke(fault);
            return false;
        }
        finally
        {
            _ = taken > used ? slots.Release(taken - used) : 0;
        }
    }

    private void Start(LeasedJob job)
    {
        JobRun run = new(job);
        TaskCompletionSource begin = new(TaskCreationOptions.RunContinuationsAsynchronously);
        firstBeat.TrySetResult(TimeSpan.FromSeconds(Math.Clamp(job.LeaseSeconds / 3, 0.2, LatestBeat.TotalSeconds)));
        runs[run] = RunAsync(run, begin.Task);
        begin.SetResult();
    }

    private async Task RunAsync(JobRun run, Task begin)
    {
        await begin;
        try
        {
            await ReportAsync(run, await HandleAsync(run));
        }
        catch (Exception fault) when (fault is GatewayException or GatewayUnavailableException)
        {
            options.OnFault?.Invoke(fault);
        }
        finally
        {
            runs.TryRemove(run, out _);
            run.Dispose();
            slots.Release();
        }
    }

#pragma warning disable CA1031 // A handler's exception is its job's failure, whatever it is.
    private async Task<RunOutcome> HandleAsync(JobRun run)
    {
        try
        {
            return await handler(run);
        }
        catch (OperationCanceledException) when (run.Stop.IsCancellationRequested)
        {
            return new RunOutcome.Released();
        }
        catch (Exception fault)
        {
            return RunOutcome.Of(fault);
        }
    }
#pragma warning restore CA1031

    private Task ReportAsync(JobRun run, RunOutcome outcome) => outcome switch
    {
        _ when run.IsLost => Task.CompletedTask,
        RunOutcome.Completed done => client.Leases.CompleteAsync(run.Job.LeaseToken, done.Result),
        RunOutcome.Skipped skipped => client.Leases.SkipAsync(run.Job.LeaseToken, skipped.Reason),
        RunOutcome.Failed failed => client.Leases.FailAsync(run.Job.LeaseToken, failed.Error, failed.Class),
        _ => client.Leases.ReleaseAsync(run.Job.LeaseToken),
    };

    private async Task BeatAsync(CancellationToken end)
    {
        TimeSpan? next = null;
        while (!end.IsCancellationRequested)
        {
            try
            {
                TimeSpan first = await firstBeat.Task.WaitAsync(end);
                await Task.Delay(next ?? first, Time, end);
                next = runs.IsEmpty ? first : await BeatOnceAsync(end);
            }
            catch (OperationCanceledException) when (end.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault) when (fault is GatewayException or GatewayUnavailableException or InvalidDataException)
            {
                options.OnFault?.Invoke(fault);
            }
        }
    }

    private async Task<TimeSpan> BeatOnceAsync(CancellationToken end)
    {
        LeaseVerdicts verdicts = await client.Leases.HeartbeatAsync(options.WorkerId, [.. runs.Keys.Select(run => run.Held)], end);
        draining |= verdicts.Worker == "drain";
        foreach (LeaseVerdict verdict in verdicts.Leases.Where(verdict => verdict.Order != "continue"))
        {
            runs.Keys.FirstOrDefault(run => run.Job.LeaseToken == verdict.LeaseToken)?.End(verdict.Order == "lost");
        }

        return TimeSpan.FromSeconds(Math.Clamp(verdicts.NextSeconds, 0.2, 60));
    }

    private async Task DrainAsync()
    {
        Task all = Task.WhenAll(runs.Values);
        await Task.WhenAny(all, Task.Delay(options.DrainLimit, Time));
        foreach (JobRun run in runs.Keys)
        {
            run.End(lost: false);
        }

        // A handler that ignores its stop must not keep the process: its lease ends by itself.
        await Task.WhenAny(Task.WhenAll(runs.Values), Task.Delay(StopLimit, Time));
    }
}
