using System.Collections.Immutable;
using GrainJobs.Leases;
using GrainJobs.Queues;
using GrainJobs.Storage;
using GrainJobs.Workers;

namespace GrainJobs.Builds;

/// <summary>Builds and writes for tests.</summary>
internal static class SomeBuilds
{
    internal static readonly DateTimeOffset Noon = new DateTimeOffset(2031, 5, 6, 12, 0, 0, TimeSpan.Zero).AddMicroseconds(123_456);

    private static int last;

    internal static BuildFile File(char digit) => new() { FileId = new string(digit, 32), Length = digit, Sha256 = new string(digit, 64), Name = "../ü.zip" };

    internal static Build Pending(string platform = "ios", int priority = 0, DateTimeOffset? readyAt = null)
    {
        var number = Interlocked.Increment(ref last);
        var spec = new BuildSpec { Id = new($"build-{number:00000000}"), Platform = platform, Priority = priority };
        return BuildLifecycle.Create(spec, File('1') with { FileId = $"{number:x32}" }, readyAt ?? Noon).Next;
    }

    internal static Build Assigned(Build build, string worker = "mac") =>
        BuildLifecycle.Assign(build, new WorkerId(worker), "Mac mini", LeaseToken.New(QueueName.Builds, build.Id.Value), classic: true, Noon.AddSeconds(1)).Value!.Next;

    internal static BuildWrite Write(Build next, params string[] lines) =>
        new(next, next.Version - 1, [.. lines.Select(line => new BuildLogLine(0, Noon, "info", line))]);

    internal static ImmutableArray<BuildLogLine> Lines(params string[] lines) => [.. lines.Select(line => new BuildLogLine(0, Noon, "warn", line))];
}
