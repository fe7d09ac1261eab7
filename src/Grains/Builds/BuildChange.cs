using System.Collections.Immutable;

namespace GrainJobs.Builds;

/// <summary>What a rule decided: the state before, the next one, and what to note in the build's log. Without a next version there is nothing to write.</summary>
internal sealed record BuildChange(Build? Before, Build Next, ImmutableArray<BuildLogLine> Lines)
{
    /// <summary>The worker was silent for too long: it is told that it is offline.</summary>
    public bool WentSilent { get; init; }

    /// <summary>A repetition: answer, write nothing.</summary>
    public bool IsNothing => Before is not null && Before.Version == Next.Version;

    public static BuildChange Nothing(Build build) => new(build, build, []);
}
