using GrainJobs.Leases;
using GrainJobs.Queues;
using GrainJobs.Workers;
using Microsoft.Extensions.Logging;

namespace GrainJobs.Execution;

/// <summary>One lane of one queue served by this silo: leases in batches as places are free, runs, reports. Ends when there has been no work for a while.</summary>
internal sealed partial class Attendance : IAsyncDisposable
{
    private const int MostAtOnce = 1_000;
    private static readonly TimeSpan EndAfter = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMilliseconds(500);

    private readonly IQueueGrain queue;
    private readonly TypeSlots slots;
    private readonly IQueueObserver reference;
    private readonly WorkerId worker;
    private readonly HandlerRun runs;
    private readonly ReportDelivery delivery;
    private readonly RunningAttempts running;
    private readonly TimeProvider time;
    private readonly Action ended;
    private readonly ILogger<Attendance> logger;
    private readonly SemaphoreSlim signal = new(0, 1);
    private readonly CancellationTokenSource stop = new();
    private readonly Task loop;
    private int signalled;
    private volatile bool hasEnded;

    public Attendance(
        IQueueGrain queue, TypeSlots slots, IQueueObserver reference, WorkerId worker, HandlerRun runs, ReportDelivery delivery,
        RunningAttempts running, TimeProvider time, Action ended, ILogger<Attendance> logger)
    {
        (this.queue, this.slots, this.reference, this.worker, this.runs) = (queue, slots, reference, worker, runs);
        (this.delivery, this.running, this.time, this.ended, this.logger) = (delivery, running, time, ended, logger);
        using (ExecutionContext.SuppressFlow())
        {
            loop = Task.Run(Serve);
        }
    }

    /// <summary>There is something to do: work, or a free place.</summary>
    /// <returns>False when it has ended, and whoever else waits must be told.</returns>
    public bool Signal()
    {
        if (hasEnded)
        {
            return false;
        }

        if (Interlocked.Exchange(ref signalled, 1) == 1)
        {
            return true;
        }

        try
        {
            signal.Release();
            return true;
        }
        catch (ObjectDisposedException)
        {
            // The silo stops.
            return false;
        }
    }

    /// <summary>Keeps a place for a job that nobody has to ask for.</summary>
    /// <returns>The number of places in use, this one included; null when none is free.</returns>
    public int? TakePlace() => slots.ReserveFree();

    public void ReturnPlace() => slots.Return();

    /// <summary>Runs a job in a place that was taken for it; who created it does not wait for any part of the run, nor is the run a part of his trace.</summary>
    public void RunNew(LeaseGrant grant)
    {
        var attempt = new RunningAttempt(grant);
        running.Add(attempt);
        ThreadPool.UnsafeQueueUserWorkItem(static each => _ = each.Attendance.Run(each.Attempt), (Attendance: this, Attempt: attempt), preferLocal: false);
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await loop;
        stop.Dispose();
        signal.Dispose();
    }

    private async Task Serve()
    {
        while (!stop.IsCancellationRequested)
        {
            var free = Math.Min(slots.Allowance, MostAtOnce);
            var leased = free > 0 ? await Lease(free) : 0;
            if (leased == 0 && !await Wait(free > 0))
            {
                break;
            }
        }

        hasEnded = true;
        ended();
        if (Volatile.Read(ref signalled) == 1)
        {
            // The place it was told of is another's.
            slots.WakeNext(1);
        }
    }

    /// <summary>False when nothing came for so long that the queue will call again when it has something.</summary>
    private async Task<bool> Wait(bool isIdle)
    {
        if (!isIdle && slots.Await(this))
        {
            return true;
        }

        try
        {
            var called = await signal.WaitAsync(EndAfter, stop.Token);
            if (called)
            {
                Volatile.Write(ref signalled, 0);
            }

            return called || !isIdle;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task<int> Lease(int free)
    {
        slots.Reserve(free);
        LeaseGrant[] grants = [];
        var ask = AskNumber.New();
        try
        {
            grants = await queue.Lease(new() { Worker = worker, Max = free, Lanes = [slots.Handler.JobType], Park = reference, Quick = slots.AreQuick, Ask = ask });
        }
#pragma warning disable CA1031 // The loop outlives every failure of the queue; leases it does not know of go back.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogLeaseFailed(exception);
            _ = LostAnswer.Disown(queue, worker, ask, time);
            await Task.Delay(PauseAfterFailure, time, CancellationToken.None);
        }

        slots.Return(free - grants.Length);
        foreach (var grant in grants)
        {
            var attempt = new RunningAttempt(grant);
            running.Add(attempt);
            _ = Run(attempt);
        }

        return grants.Length;
    }

    private async Task Run(RunningAttempt attempt)
    {
        try
        {
            var report = await RunInPlace(attempt);
            await delivery.Deliver(attempt.Grant.Job!, report);
        }
#pragma warning disable CA1031 // Whatever went wrong, the place must be free again; the lease ends by itself.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogRunFailed(exception);
        }
        finally
        {
            running.Remove(attempt);
            attempt.Dispose();
            slots.Return();
        }
    }

    private async Task<LeaseReport> RunInPlace(RunningAttempt attempt)
    {
        try
        {
            await slots.Enter(attempt.Stop);
        }
        catch (OperationCanceledException)
        {
            return new() { Token = attempt.Grant.Token, Kind = ReportKind.Release, Reason = "stopped before it started" };
        }

        var started = time.GetTimestamp();
        try
        {
            return await runs.Run(slots.Handler, attempt);
        }
        finally
        {
            slots.Leave(time.GetElapsedTime(started));
        }
    }

    [LoggerMessage(LogLevel.Warning, "Leasing failed; trying again")]
    private partial void LogLeaseFailed(Exception exception);

    [LoggerMessage(LogLevel.Error, "An attempt could not be run or reported; its lease will end and the job runs again")]
    private partial void LogRunFailed(Exception exception);
}
