using GrainJobs.Leases;

namespace GrainJobs.Queues;

/// <summary>Jobs that are leased in the very write that creates them.</summary>
internal sealed partial class QueueGrain
{
    private static readonly TimeSpan LeavesWithin = TimeSpan.FromSeconds(10);

    private QueueDoor? door;
    private int creating;
    private TaskCompletionSource? noneCreating;

    /// <summary>Grants an entry that is in no row yet, if nothing of its lane goes before it and no limit holds it up.</summary>
    /// <param name="evenBesideOthers">Also when somebody else waits for work of its lane.</param>
    /// <param name="create">Writes it, leased under this token; answers the lease, or null when it was not written.</param>
    /// <returns>False when it has to wait in line like all others; nothing was written then.</returns>
    internal async Task<bool> GrantNew(QueueEntry entry, bool evenBesideOthers, Func<LeaseToken, Task<HeldLease?>> create)
    {
        if (!IsNext(entry, evenBesideOthers) || !gate.TryEnter())
        {
            return false;
        }

        granting[entry.Id] = entry;
        creating++;
        rate?.Spend(1);
        try
        {
            if (await create(LeaseToken.New(Name, entry.Id)) is { } lease)
            {
                book.Add(lease);
                rates.CountGranted(clock.Now());
            }

            return true;
        }
        finally
        {
            granting.Remove(entry.Id);
            gate.Leave();
            PlanUpkeep();
            if (--creating == 0)
            {
                noneCreating?.TrySetResult();
            }
        }
    }

    private bool IsNext(QueueEntry entry, bool evenBesideOthers) =>
        door is not null && entry.Key.Length == 0 && !granting.ContainsKey(entry.Id) && Room(1, clock.Now()) > 0 && lines.First([entry.Lane]) is null
        && !lines.HasBeyond && (evenBesideOthers || !parked.Wants(entry.Lane, except: executor.Worker));

    private void OpenDoor()
    {
        door = new(this, TaskScheduler.Current);
        doors.Open(Name, door);
    }

    /// <summary>The next activation reads the rows: what is being created here must be in them, or never will.</summary>
    private async Task CloseDoor()
    {
        if (door is { } open)
        {
            door = null;
            doors.Close(Name, open);
        }

        if (creating > 0)
        {
            noneCreating = new(TaskCreationOptions.RunContinuationsAsynchronously);
            await Task.WhenAny(noneCreating.Task, Task.Delay(LeavesWithin, clock.Provider));
        }
    }
}
