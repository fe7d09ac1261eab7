namespace GrainJobs.Leases;

/// <summary>
/// The number of a request for work. It is part of the tokens that answer it, so that whoever never got the answer can give back what it was granted: a
/// silo that leaves passes requests on, and its callers are told that it is gone while another one answers them.
/// </summary>
public static class AskNumber
{
    /// <summary>A request without a number.</summary>
    public const long None = 0;

    /// <summary>48 bits.</summary>
    public const long Largest = (1L << 48) - 1;

    public static long New() => Random.Shared.NextInt64(1, Largest);
}
