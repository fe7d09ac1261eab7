using System.Collections.Immutable;
using System.Text;
using GrainJobs.Storage;
using GrainJobs.Time;
using Microsoft.Extensions.Options;

namespace GrainJobs.Jobs;

/// <summary>Numbers and stores the log lines of jobs. Two writers of one job collide on the number, read the end again and go on.</summary>
internal sealed class JobLogbook(ICommitEngine engine, IJobStore store, IOptions<JobLimits> limits, Clock clock)
{
    private const int MostTries = 20;

    /// <summary>Appends in order; answers the number of the last line. A repeated batch key stores nothing and answers as the first time.</summary>
    public async Task<Result<long>> Append(JobId id, IReadOnlyList<JobLogLine> lines, string? batchKey)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            if (batchKey is not null && await store.LogBatch(id, batchKey) is { } stored)
            {
                return stored;
            }

            var end = await store.LogEnd(id);
            if (end.Bytes + lines.Sum(line => (long)Encoding.UTF8.GetByteCount(line.Message)) > limits.Value.LogBytes)
            {
                return new Refusal(RefusalCode.TooLarge, $"The log of job {id} is full: it keeps at most {limits.Value.LogBytes} bytes");
            }

            var outcome = await engine.Commit(new JobLogWrite(id, Number(lines, end.LastSeq), batchKey));
            if (outcome == WriteOutcome.Rejected)
            {
                return new Refusal(RefusalCode.Invalid, "The database refuses the text of a log line; remove control characters");
            }

            if (outcome == WriteOutcome.Committed)
            {
                return end.LastSeq + lines.Count;
            }
        }

        throw new StorageUnavailableException($"Too many writers append to the log of job {id} at once; try again.");
    }

    private ImmutableArray<JobLogLine> Number(IReadOnlyList<JobLogLine> lines, long last)
    {
        var now = clock.Now();
        return [.. lines.Select((line, index) => line with { Seq = last + index + 1, At = line.At == default ? now : line.At })];
    }
}
