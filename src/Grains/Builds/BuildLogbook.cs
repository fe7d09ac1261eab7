using System.Collections.Immutable;
using GrainJobs.Jobs;
using GrainJobs.Leases;
using GrainJobs.Storage;
using GrainJobs.Time;
using Microsoft.Extensions.Options;

namespace GrainJobs.Builds;

/// <summary>Stores the log lines of workers, once each, within the size limit, while they hold the build.</summary>
internal sealed class BuildLogbook(ICommitEngine engine, IBuildStore store, IOptions<JobLimits> limits, Clock clock)
{

    /// <summary>Appends in order; answers how many lines the call brought. A repeated batch key stores nothing. Null: the build is not held under that lease.</summary>
    public async Task<Result<int>?> Append(BuildId id, LeaseToken holder, IReadOnlyList<BuildLogLine> lines, string? batchKey)
    {
        var now = clock.Now();
        ImmutableArray<BuildLogLine> dated = [.. lines.Select(line => line.At == default ? line with { At = now } : line)];
        var lockout = new Lockout(clock.Provider, BuildLedger.Patience);
        do
        {
            switch (await engine.Commit(new BuildLogWrite(id, dated, batchKey, holder, limits.Value.LogBytes)))
            {
                case WriteOutcome.Committed:
                    return lines.Count;
                case WriteOutcome.Rejected:
                    return new Refusal(RefusalCode.Invalid, "The database refuses the text of a log line; remove control characters");
                default:
                    break;
            }

            if (await WhyNot(id, holder, dated, batchKey) is var (answer, isFinal) && isFinal)
            {
                return answer;
            }
        }
        while (await lockout.Wait());

        throw new StorageUnavailableException($"The row of build {id} is locked; try again.");
    }

    private async Task<(Result<int>? Answer, bool IsFinal)> WhyNot(BuildId id, LeaseToken holder, ImmutableArray<BuildLogLine> lines, string? batchKey)
    {
        if (batchKey is not null && await store.HasLogBatch(id, batchKey))
        {
            return (lines.Length, true);
        }

        if ((await store.LogEnd(id)).Bytes + BuildLogWrite.BytesOf(lines) > limits.Value.LogBytes)
        {
            return (new Refusal(RefusalCode.TooLarge, $"The log of build {id} is full: it keeps at most {limits.Value.LogBytes} bytes"), true);
        }

        return (null, (await store.Find(id))?.Lease?.Token != holder);
    }
}
