using System.Text.Json;
using CsCheck;
using GrainJobs.Leases;

namespace GrainJobs.Jobs;

/// <summary>The way back: whatever happened to a job, its earlier versions can be told as they were.</summary>
public sealed class JobUndoTests
{
    private static readonly DateTimeOffset Now = JobStates.Now;

    [Fact]
    public void Every_version_on_any_path_can_be_told_again_as_clients_saw_it() =>
        Gen.Select(Gen.Bool, Gen.Bool, Gen.Bool, Gen.Int[0, JobCommands.All.Count - 1].Array[1, 60]).Sample(Walk, iter: 3_000);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_ordinary_life_needs_no_note(bool fails)
    {
        var created = JobLifecycle.Create(JobStates.Spec, dependenciesMet: true, Now);
        var started = JobLifecycle.Start(created.Next, JobStates.Worker, JobStates.Token, Now.AddSeconds(1)).Value!;
        var report = JobCommands.Report(fails ? ReportKind.Fail : ReportKind.Complete) with { Class = FailureClass.Permanent, Error = "e", Message = "done" };
        var ended = (fails ? JobLifecycle.Fail(started.Next, report, Now.AddSeconds(2), 0) : JobLifecycle.Complete(started.Next, report with { Result = "1" }, Now.AddSeconds(2))).Value!;

        new[] { created, started, ended }.Select(change => change.ToWrite().Undo).Should().AllBeEquivalentTo((string?)null);
        Shown(JobUndo.Before(ended.Next, null)!).Should().Be(Shown(started.Next));
        Shown(JobUndo.Before(started.Next, null)!).Should().Be(Shown(created.Next));
    }

    [Fact]
    public void What_was_written_without_notes_is_told_only_where_no_other_life_leads_there()
    {
        var running = JobStates.Running() with { Version = 3, LastEvent = 2 };
        JobUndo.Before(running, null).Should().BeNull("between creation and now lies a version nobody noted");
        JobUndo.Before(JobStates.Queued() with { Version = 2, Spec = JobStates.Spec with { DependsOn = [new("parent")] } }, null).Should().BeNull("it may have waited or not");
    }

    private static void Walk(bool awaitsInput, bool isTracked, bool isDelayed, int[] path)
    {
        var spec = JobStates.Spec with { AwaitInput = awaitsInput, Tracked = isTracked, RunAt = isDelayed && !isTracked ? Now : null, Backoff = TimeSpan.Zero, MaxAttempts = 4 };
        var life = new List<(Job Job, string? Note)> { (JobLifecycle.Create(spec, dependenciesMet: true, Now.AddSeconds(-1)).Next, null) };
        foreach (var step in path)
        {
            var decided = JobCommands.All.Values.ElementAt(step)(life[^1].Job with { ReadyAt = Now });
            if (decided is { IsRefused: false, Value.IsNothing: false } && decided.Value.Next.Version > life[^1].Job.Version)
            {
                life.Add((decided.Value.Next, decided.Value.ToWrite().Undo));
            }
        }

        var told = life[^1].Job;
        for (var version = life.Count - 2; version >= 0; version--)
        {
            told = JobUndo.Before(told, life[version + 1].Note)!;
            Shown(told).Should().Be(Shown(life[version].Job));
        }
    }

    private static string Shown(Job job) => JsonSerializer.Serialize(JobView.Of(job), JobJson.Default.JobView);
}
