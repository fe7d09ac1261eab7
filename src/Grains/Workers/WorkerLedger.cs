using GrainJobs.Storage;
using GrainJobs.Time;

namespace GrainJobs.Workers;

/// <summary>Brings changes of a worker's record into its row. A change of an overtaken record is made again on the committed one.</summary>
internal sealed class WorkerLedger(ICommitEngine engine, IWorkerStore store, Clock clock)
{
    private const int MostTries = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    public async Task<WorkerRecord> Find(WorkerId id) => await store.Find(id) ?? new WorkerRecord { Id = id };

    /// <summary>Applies a rule; writes nothing when it changes nothing.</summary>
    public async Task<WorkerRecord> Change(WorkerRecord known, Func<WorkerRecord, WorkerRecord> rule)
    {
        var lockout = new Lockout(clock.Provider, Patience);
        for (var tries = 0; tries < MostTries; tries++)
        {
            var next = rule(known);
            if (next == known)
            {
                return known;
            }

            next = next with { Version = known.Version + 1 };
            switch (await engine.Commit(new WorkerWrite(next, known.Version)))
            {
                case WriteOutcome.Committed:
                    return next;
                case WriteOutcome.Rejected:
                    throw new ArgumentException("The database refuses the text of the registration; remove control characters.", nameof(rule));
                default:
                    (var before, known) = (known.Version, await Find(known.Id));
                    tries = known.Version == before && await lockout.Wait() ? 0 : tries;
                    break;
            }
        }

        throw new StorageUnavailableException($"Worker {known.Id} changed too often, or its row is locked; try again.");
    }
}
