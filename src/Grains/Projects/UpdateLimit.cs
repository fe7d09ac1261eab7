namespace GrainJobs.Projects;

/// <summary>Updates per user in any hour. Memory of the project's grain, read back from the rows when it wakes; bounded by the limit a user.</summary>
internal sealed class UpdateLimit(int perHour)
{
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    private readonly Dictionary<string, Queue<DateTimeOffset>> accepted = [];

    /// <summary>What counts at an instant lies after this.</summary>
    public static DateTimeOffset Since(DateTimeOffset now) => now - Window;

    /// <summary>One more was accepted.</summary>
    public void Count(string user, DateTimeOffset at)
    {
        if (perHour <= 0)
        {
            return;
        }

        if (!accepted.TryGetValue(user, out var times))
        {
            accepted[user] = times = new();
        }

        times.Enqueue(at);
        Forget(at);
    }

    /// <summary>How many more may come, and when the next place comes free.</summary>
    public UpdateAllowance Of(string user, DateTimeOffset now)
    {
        if (perHour <= 0)
        {
            return new(null, null);
        }

        Forget(now);
        var times = accepted.GetValueOrDefault(user);
        return new(Math.Max(0, perHour - (times?.Count ?? 0)), (times is { Count: > 0 } ? times.Peek() : now) + Window);
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var (user, times) in accepted.ToArray())
        {
            while (times.TryPeek(out var oldest) && oldest <= Since(now))
            {
                times.Dequeue();
            }

            if (times.Count == 0)
            {
                accepted.Remove(user);
            }
        }
    }
}
