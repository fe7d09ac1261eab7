namespace GrainJobs.Benchmarks;

/// <summary>How long each of the calls took that were made over some connections.</summary>
internal sealed class CallTimes(int connections, int calls)
{
    private readonly double[] milliseconds = new double[calls];
    private bool isSorted;

    public int Connections => connections;

    public void Note(int call, TimeSpan took) => milliseconds[call] = took.TotalMilliseconds;

    /// <summary>Only when all are noted.</summary>
    public double At(double share)
    {
        if (!isSorted)
        {
            Array.Sort(milliseconds);
            isSorted = true;
        }

        return milliseconds[(int)((calls - 1) * share)];
    }
}
