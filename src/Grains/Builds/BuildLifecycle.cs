using System.Collections.Immutable;

namespace GrainJobs.Builds;

/// <summary>
/// Every transition of a build as a pure function: state, command, now to next state and log lines, or a refusal.
/// The lifecycle is drawn at <see cref="BuildStatus"/>.
/// </summary>
internal static partial class BuildLifecycle
{
    /// <summary>The first state of a submitted build.</summary>
    public static BuildChange Create(BuildSpec spec, BuildFile? source, DateTimeOffset now)
    {
        var build = new Build
        {
            Spec = spec,
            Version = 1,
            Status = BuildStatus.Pending,
            Source = source,
            ReadyAt = now,
            CreatedAt = now,
            UpdatedAt = now,
        };
        return new(null, build, Lines(now, [new("Build submitted"), .. Origin(spec), InLine(build)]));
    }

    /// <summary>Saves the awaited source; the build is in line in the same change.</summary>
    public static Result<BuildChange> SaveSource(Build build, BuildFile source, DateTimeOffset now)
    {
        if (build.IsFinished)
        {
            return BuildRefusals.Finished(build);
        }

        if (build.Source is not null)
        {
            return BuildRefusals.SourceNotAwaited(build);
        }

        var saved = build with { Source = source, ReadyAt = now };
        return To(build, saved, now, InLine(saved));
    }

    /// <summary>Ends what is not finished, at once; a worker that holds it is told at its next heartbeat.</summary>
    public static Result<BuildChange> Cancel(Build build, DateTimeOffset now) => build.IsFinished
        ? BuildRefusals.NotCancellable()
        : End(build, build with { Status = BuildStatus.Cancelled, Cancelled = build.Lease?.Token }, now, new BuildNote(CancelText(build)));

    /// <summary>As <see cref="Cancel"/>, but only while it waits: a build that a worker has goes on.</summary>
    public static Result<BuildChange> CancelWaiting(Build build, DateTimeOffset now) =>
        build.Status == BuildStatus.Pending ? Cancel(build, now) : BuildRefusals.NotCancellable();

    /// <summary>A new build repeats this one: noted in its log, whatever its state; nothing else of it changes.</summary>
    public static Result<BuildChange> NoteRetry(Build build, BuildId repeated, DateTimeOffset now) =>
        new BuildChange(build, build with { Version = build.Version + 1 }, Lines(Later(now, build.UpdatedAt), [new($"Retried as {repeated}")]));

    private static string CancelText(Build build) => build.Lease is { } lease
        ? $"Build cancelled; worker {build.WorkerName ?? lease.Worker.Value} hears it at its next heartbeat"
        : "Build cancelled";

    private static BuildNote[] Origin(BuildSpec spec) => spec.OriginalBuildId is { } original ? [new($"Retry of {original}")] : [];

    private static BuildNote InLine(Build build) => build.Source is { } source
        ? new($"Source saved: {source.Length} bytes; in line for a worker of platform {build.Spec.Platform}")
        : new("Source awaited");

    /// <summary>The next version of a build. Time never runs backwards within a build.</summary>
    private static BuildChange To(Build before, Build next, DateTimeOffset now, params ReadOnlySpan<BuildNote> notes)
    {
        var at = Later(now, before.UpdatedAt);
        return new(before, next with { Version = before.Version + 1, UpdatedAt = at }, Lines(at, notes));
    }

    /// <summary>A final state.</summary>
    private static BuildChange End(Build before, Build next, DateTimeOffset now, params ReadOnlySpan<BuildNote> notes) =>
        To(before, next with { FinishedAt = Later(now, before.UpdatedAt), Lease = null, IsClassic = false }, now, notes);

    private static ImmutableArray<BuildLogLine> Lines(DateTimeOffset at, ReadOnlySpan<BuildNote> notes)
    {
        var lines = ImmutableArray.CreateBuilder<BuildLogLine>(notes.Length);
        foreach (var note in notes)
        {
            lines.Add(new(0, at, note.Level, note.Message));
        }

        return lines.MoveToImmutable();
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
