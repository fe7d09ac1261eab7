namespace GrainJobs.Jobs;

/// <summary>The versions of a job that were overtaken, worked out backwards from its row.</summary>
internal sealed class JobPast(IJobStore store)
{
    /// <summary>How many versions one call answers.</summary>
    public const int MostAtOnce = 500;

    /// <summary>How far back a reader may have stayed.</summary>
    public const int MostBack = 10_000;

    private const int MostRead = 1_000;

    /// <summary>The versions between two, oldest first; none before the first that can't be told.</summary>
    public async Task<Job[]> Between(JobId id, long after, long before)
    {
        if (await store.Find(id) is not { } job)
        {
            return [];
        }

        var version = WithoutSecrets(job);
        var last = Math.Max(after, job.Version - 1 - MostBack);
        var told = new Queue<Job>();
        while (version.Version - 1 > last)
        {
            // One that is not there is one that needs none: what was read reaches as far as the rows do.
            var read = await store.Undos(id, last, version.Version, MostRead);
            var reach = read.Count < MostRead ? last : read[^1].Key - 1;
            var undos = read.ToDictionary();
            while (version.Version - 1 > reach)
            {
                if (JobUndo.Before(version, undos.GetValueOrDefault(version.Version - 1)) is not { } earlier)
                {
                    return [.. told.Reverse()];
                }

                version = earlier;
                Tell(told, version, before);
            }
        }

        return [.. told.Reverse()];
    }

    /// <summary>No client sees these, and the way back leads past them.</summary>
    private static Job WithoutSecrets(Job job) => job with
    {
        Spec = job.Spec with { Payload = null, Stages = [.. job.Spec.Stages.Select(stage => stage with { Payload = null })] },
        Input = null,
        Lease = null,
        Receipt = null,
    };

    /// <summary>Of too many the oldest are told first.</summary>
    private static void Tell(Queue<Job> told, Job version, long before)
    {
        if (version.Version >= before)
        {
            return;
        }

        told.Enqueue(version);
        if (told.Count > MostAtOnce)
        {
            told.Dequeue();
        }
    }
}
