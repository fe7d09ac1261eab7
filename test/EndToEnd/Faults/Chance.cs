namespace GrainJobs.Faults;

/// <summary>Randomness that a failed run can repeat: everything follows from one seed and the name of who asks.</summary>
internal static class Chance
{
    private const string Setting = "GRAINJOBS_TEST_SEED";

    /// <summary>The seed of this run: that of the environment, or a new one, which every report names.</summary>
    internal static int Seed { get; } = int.TryParse(Environment.GetEnvironmentVariable(Setting), out int given) ? given : Random.Shared.Next(1_000_000);

    /// <summary>The dice of one client, the same in every run with that seed.</summary>
    internal static Random Of(string who) => new(who.Aggregate(Seed, (hash, letter) => unchecked((hash * 31) + letter)));
}
