using GrainJobs.Storage;
using GrainJobs.Time;

namespace GrainJobs.Builds;

/// <summary>
/// Brings a rule's decision into the rows and tells who must know. A decision on an overtaken state is not written but made again on the
/// committed one, and a refusal is only believed on a state just read.
/// </summary>
internal sealed class BuildLedger(ICommitEngine engine, IBuildStore store, BuildNews news, Clock clock)
{
    private const int MostTries = 20;

    /// <summary>How long a change waits for a row that a foreign session has locked.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    /// <summary>Applies a rule to a build.</summary>
    /// <param name="known">The state the caller believes in; absent: read it.</param>
    /// <param name="patience">How long to wait for a locked row.</param>
    public async Task<Result<Build>> Change(BuildId id, Build? known, Func<Build, DateTimeOffset, Result<BuildChange>> rule, TimeSpan patience)
    {
        var lockout = new Lockout(clock.Provider, patience);
        for (var (tries, refused) = (0, 0L); tries < MostTries; tries++)
        {
            var build = known ?? await store.Find(id);
            if (build is null)
            {
                return BuildRefusals.NotFound();
            }

            var decided = rule(build, clock.Now());
            if (decided.IsRefused && known is not null)
            {
                known = null;
                continue;
            }

            if (decided.IsRefused || decided.Value.IsNothing)
            {
                return decided.IsRefused ? decided.Refusal : build;
            }

            if (await Write(decided.Value) is { } written)
            {
                return written;
            }

            if (build.Version == refused && !await lockout.Wait())
            {
                break;
            }

            tries = build.Version == refused ? 0 : tries;
            refused = build.Version;
            known = null;
        }

        throw new StorageUnavailableException($"Build {id} changed too often, or its row is locked; try again.");
    }

    /// <summary>Creates a build; answers the existing one when its id is taken.</summary>
    public async Task<Result<Build>> Create(BuildChange creation) =>
        await Write(creation) ?? (await store.Find(creation.Next.Id) is { } existing
            ? existing
            : throw new StorageUnavailableException($"Build {creation.Next.Id} could not be created; try again."));

    private async Task<Result<Build>?> Write(BuildChange change)
    {
        switch (await engine.Commit(new BuildWrite(change.Next, change.Before?.Version ?? 0, change.Lines)))
        {
            case WriteOutcome.Committed:
                news.Tell(change);
                return change.Next;
            case WriteOutcome.Rejected:
                return new Refusal(RefusalCode.Invalid, "The database refuses the content of this change; remove control characters and shorten it");
            default:
                return null;
        }
    }
}
