namespace GrainJobs.Benchmarks;

/// <summary>How long each of the calls took that were made over some connections.</summary>
/// <param name="Connections">Callers at once.</param>
/// <param name="Milliseconds">Shortest first.</param>
internal sealed record CallTimes(int Connections, double[] Milliseconds)
{
    public double At(double share) => At(Milliseconds, share);

    /// <summary>The value that so large a share does not exceed.</summary>
    internal static double At(double[] sorted, double share) => sorted[(int)((sorted.Length - 1) * share)];
}
