namespace GrainJobs.Storage;

/// <summary>Compiled in and off: only a test or a test setting arms one. An armed point behaves as a lost connection.</summary>
internal sealed class FailPoints
{
    private Func<FailPoint, bool>? fails;

    /// <summary>Fails the points the function answers true for, until armed otherwise; null: none.</summary>
    internal void Arm(Func<FailPoint, bool>? points) => Volatile.Write(ref fails, points);

    internal void Reach(FailPoint point)
    {
        if (Volatile.Read(ref fails) is { } armed && armed(point))
        {
            throw new IOException($"Fail point {point}.");
        }
    }
}
