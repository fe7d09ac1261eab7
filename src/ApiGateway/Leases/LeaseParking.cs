using GrainJobs.Queues;

namespace GrainJobs.Leases;

/// <summary>
/// Lease requests that wait, parked at this process: the queue holds one ticket for all of them, wakes this process when there is work,
/// and the longest waiting try first. One that got something, or whose worker is full, passes the wake on, so that no waiter is
/// left without a ticket at the queue.
/// </summary>
internal sealed class LeaseParking(IGrainFactory grains, IHostApplicationLifetime life, TimeProvider time) : IQueueObserver
{
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(2);

    private readonly WaitingLines lines = new();
    private IQueueObserver? self;

    /// <summary>What queues call to wake this process.</summary>
    internal IQueueObserver Self => self ??= grains.CreateObjectReference<IQueueObserver>(this);

    public Task Ready(QueueName queue, int count)
    {
        lines.Wake(queue.Value, count);
        return Task.CompletedTask;
    }

    /// <summary>The answer to a request got lost: nobody waits for this.</summary>
    internal void Disown(QueueName queue, LeaseRequest request) => _ = LostAnswer.Disown(grains.GetGrain<IQueueGrain>(queue.Value), request.Worker, request.Ask, time);

    /// <summary>Tries until something is granted or the wait is over. A refusal other than <c>worker_busy</c> ends it at once.</summary>
    /// <param name="queue">Where the work is.</param>
    /// <param name="lanes">Names the set of lanes asked for: equal sets share a ticket.</param>
    /// <param name="wait">Zero: one try.</param>
    /// <param name="attempt">Asks for work; is given whom to wake, or null when nobody will wait.</param>
    /// <param name="cancel">The client hung up.</param>
    internal async Task<Result<LeaseGrant[]>> Lease(
        QueueName queue, string lanes, TimeSpan wait, Func<IQueueObserver?, Task<Result<LeaseGrant[]>>> attempt, CancellationToken cancel)
    {
        if (wait <= TimeSpan.Zero)
        {
            return Settle(await Ask(attempt, null));
        }

        using var limit = new CancellationTokenSource(wait, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancel, limit.Token, life.ApplicationStopping);
        var place = new WaitingPlace();
        var line = lines.Join(queue.Value, lanes, place);
        try
        {
            return await Wait(line, place, attempt, end.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return Result<LeaseGrant[]>.Ok([]);
        }
        finally
        {
            lines.Leave(queue.Value, lanes, place);
        }
    }

    private async Task<Result<LeaseGrant[]>> Wait(
        WaitingLine line, WaitingPlace place, Func<IQueueObserver?, Task<Result<LeaseGrant[]>>> attempt, CancellationToken end)
    {
        while (true)
        {
            place.Rest();
            var result = await Ask(attempt, Self);
            var isBusy = result.Refusal?.Code == RefusalCode.WorkerBusy;
            if (isBusy || result.Value is { Length: > 0 })
            {
                line.Wake(1, after: place);
            }

            if (result.Value is { Length: > 0 } || (result.IsRefused && !isBusy))
            {
                return result;
            }

            await line.Sleep(place, AskAgain, time, end);
        }
    }

    /// <summary>A silo that leaves takes the worker's place of work with it: nothing for now, and the next try finds the new one.</summary>
    private static async Task<Result<LeaseGrant[]>> Ask(Func<IQueueObserver?, Task<Result<LeaseGrant[]>>> attempt, IQueueObserver? park)
    {
        try
        {
            return await attempt(park);
        }
        catch (Exception moving) when (LostAnswer.IsMoving(moving))
        {
            return Result<LeaseGrant[]>.Ok([]);
        }
    }

    private static Result<LeaseGrant[]> Settle(Result<LeaseGrant[]> result) =>
        result.Refusal?.Code == RefusalCode.WorkerBusy ? Result<LeaseGrant[]>.Ok([]) : result;
}
