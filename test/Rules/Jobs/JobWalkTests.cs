using CsCheck;
using GrainJobs.Leases;

namespace GrainJobs.Jobs;

/// <summary>Random lives of jobs: the laws hold on every path, not only for one step.</summary>
public sealed class JobWalkTests
{
    /// <summary>What leads on comes often, so that walks get far.</summary>
    private static readonly string[] Commands =
    [
        .. JobCommands.All.Keys,
        .. Enumerable.Repeat("start", 10), .. Enumerable.Repeat("promote", 10), .. Enumerable.Repeat("lease lost", 3), .. Enumerable.Repeat("fail: transient", 3),
        "save input", "meet dependencies", "complete", "complete",
    ];

    [Fact]
    public void No_path_breaks_a_law() =>
        Gen.Select(Gen.Bool, Gen.Bool, Gen.Bool, Gen.Bool, Gen.Int[1, 4], Gen.Int[0, 3], Gen.Int[0, Commands.Length - 1].Array[1, 60]).Sample(Walk, iter: 3_000);

    private static void Walk(bool awaitsInput, bool awaitsParent, bool isTracked, bool isDelayed, int maxAttempts, int stages, int[] path)
    {
        var spec = JobStates.Spec with
        {
            AwaitInput = awaitsInput,
            Tracked = isTracked,
            MaxAttempts = maxAttempts,
            Stages = isTracked ? [] : [.. Enumerable.Range(0, stages).Select(index => new JobStage("stage" + index, null))],
            CallbackUrl = "https://example.com/",
            RunAt = isDelayed && !isTracked ? JobStates.Now : null,
            Backoff = TimeSpan.Zero,
        };
        var job = JobLifecycle.Create(spec, !awaitsParent, JobStates.Now.AddSeconds(-1)).Next;
        var tokens = new HashSet<LeaseToken>();
        foreach (var step in path)
        {
            job = Take(job, Commands[step], tokens);
        }
    }

    private static Job Take(Job job, string command, HashSet<LeaseToken> tokens)
    {
        var decided = JobCommands.All[command](job);
        if (decided.IsRefused || decided.Value.IsNothing)
        {
            return job;
        }

        JobLaws.Check(decided.Value);
        var next = decided.Value.Next;
        if (next.Status == JobStatus.Scheduled)
        {
            next = next with { ReadyAt = JobStates.Now };
        }

        if (next.Attempt > job.Attempt)
        {
            (next.Spec.AwaitInput && next.Input is null).Should().BeFalse("no input, no assignment");
            next.DependenciesMet.Should().BeTrue();
        }

        return next;
    }
}
