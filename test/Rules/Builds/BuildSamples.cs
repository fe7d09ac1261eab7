using GrainJobs.Leases;
using GrainJobs.Workers;

namespace GrainJobs.Builds;

/// <summary>One build in each place of its life.</summary>
internal static class BuildSamples
{
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset Now = Start.AddMinutes(10);
    public static readonly WorkerId Mac = new("mac");
    public static readonly WorkerId Other = new("other");
    public static readonly LeaseToken Token = new(new string('a', 32) + ".b1");
    public static readonly LeaseToken Stale = new(new string('0', 32) + ".b1");
    public static readonly BuildFile Source = new() { FileId = new string('1', 32), Length = 42, Sha256 = new string('2', 64), Name = "source.zip" };
    public static readonly BuildFile Result = new() { FileId = new string('3', 32), Length = 7, Sha256 = new string('4', 64), Name = "result.zip" };

    public static readonly string[] Places = ["awaiting", "pending", "assigned", "building", "completed", "failed", "cancelled"];

    public static Build In(string place) => place switch
    {
        "awaiting" => BuildLifecycle.Create(Spec with { AwaitSource = true }, null, Start).Next,
        "pending" => BuildLifecycle.Create(Spec, Source, Start).Next,
        "assigned" => Next(BuildLifecycle.Assign(In("pending"), Mac, "Mac mini", Token, classic: true, Start.AddSeconds(1))),
        "building" => Next(BuildLifecycle.Touch(In("assigned"), Call, Start.AddSeconds(2))),
        "completed" => Next(BuildLifecycle.Complete(In("building"), Done, Start.AddSeconds(3))),
        "failed" => Next(BuildLifecycle.Fail(In("building"), Broken, Start.AddSeconds(3))),
        "cancelled" => Next(BuildLifecycle.Cancel(In("building"), Start.AddSeconds(3))),
        _ => throw new ArgumentOutOfRangeException(nameof(place)),
    };

    public static BuildSpec Spec => new() { Id = new("b1"), Platform = "ios" };

    public static BuildCall Call => new() { Build = new("b1"), Worker = Mac };

    public static BuildReport Done => new() { Worker = Mac, Token = Token, Kind = ReportKind.Complete, Result = Result };

    public static BuildReport Broken => new() { Worker = Mac, Token = Token, Kind = ReportKind.Fail, Error = "it broke" };

    public static BuildReport Back => new() { Worker = Mac, Token = Token, Kind = ReportKind.Release, Reason = "going home" };

    private static Build Next(Result<BuildChange> change) => change.Value!.Next;
}
