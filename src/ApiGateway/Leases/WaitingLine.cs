namespace GrainJobs.Leases;

/// <summary>The waiting requests for one queue and one set of lanes, longest waiting first.</summary>
internal sealed class WaitingLine
{
    private readonly Lock gate = new();
    private readonly LinkedList<WaitingPlace> places = new();

    internal void Join(WaitingPlace place)
    {
        lock (gate)
        {
            places.AddLast(place);
        }
    }

    /// <summary>A wake that it has not used goes to the next.</summary>
    /// <returns>Whether it was the last.</returns>
    internal bool Leave(WaitingPlace place)
    {
        lock (gate)
        {
            places.Remove(place);
            if (place.IsWoken)
            {
                Wake(1);
            }

            return places.Count == 0;
        }
    }

    /// <summary>Wakes that many of those not woken yet; with <paramref name="after"/> only such as wait behind it.</summary>
    internal void Wake(int count, WaitingPlace? after = null)
    {
        lock (gate)
        {
            var node = after is null ? places.First : places.Find(after)?.Next;
            for (; node is not null && count > 0; node = node.Next)
            {
                count -= node.Value.Wake() ? 1 : 0;
            }
        }
    }

    /// <summary>
    /// Sleeps until woken. The first in line also asks again by itself every few seconds: a ticket may be lost with the silo that held it.
    /// </summary>
    internal async Task Sleep(WaitingPlace place, TimeSpan askAgain, TimeProvider time, CancellationToken end)
    {
        while (!place.IsWoken)
        {
            // Thousands look up every other second: one that may go on sleeping must not cost an exception.
            await place.Woken.WaitAsync(askAgain, time, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            end.ThrowIfCancellationRequested();
            if (IsFirst(place))
            {
                return;
            }
        }
    }

    private bool IsFirst(WaitingPlace place)
    {
        lock (gate)
        {
            return places.First?.Value == place;
        }
    }
}
