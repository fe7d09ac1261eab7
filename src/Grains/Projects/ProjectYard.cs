using System.IO.Compression;
using GrainJobs.Builds;
using GrainJobs.Files;
using GrainJobs.Jobs;
using GrainJobs.Time;

namespace GrainJobs.Projects;

/// <summary>A project's dealings with the builds: it asks for one, looks how it stands, and withdraws it.</summary>
internal sealed class ProjectYard(IGrainFactory grains, IFileStore files, Clock clock)
{
    /// <summary>The platform that workers of projects declare.</summary>
    public const string Platform = "project";

    private const int LargestSource = 1 << 20;
    private const int LogPage = 500;
    private const int MostLogPages = 200;

    private IBuildDeskGrain Desk => grains.GetGrain<IBuildDeskGrain>(0);

    public string NewId() => BuildId.New(clock.Now()).Value;

    /// <summary>The build as committed; null when there is none.</summary>
    public Task<Build?> Find(string id) => Desk.Find(new(id));

    /// <summary>Creates the build, its source a zip that holds the request, for the project's framework unless another was asked for; nothing changes when it exists.</summary>
    public async Task<Refusal?> Submit(ProjectBuild build, string? framework)
    {
        var spec = Spec(build);
        using var source = Source(build, build.Framework ?? framework);
        var stored = await files.Save(source, LargestSource, CancellationToken.None);
        var file = new BuildFile { FileId = stored.Id.Value, Length = stored.Length, Sha256 = stored.Sha256, Name = "source.zip" };
        return (await Desk.Submit(spec, file)).Refusal;
    }

    /// <summary>As the other, for one that a newer update overtook before it was made: it gets no source, so that no worker ever takes it.</summary>
    public async Task<Refusal?> SubmitOvertaken(ProjectBuild build) => (await Desk.Submit(Spec(build) with { AwaitSource = true }, null)).Refusal;

    private static BuildSpec Spec(ProjectBuild build) =>
        new() { Id = new(build.BuildId), Platform = Platform, ProjectId = build.ProjectId.Value };

    /// <summary>Ends it if it still waits; false when a worker has it.</summary>
    public async Task<bool> Withdraw(string id)
    {
        var cancelled = await grains.GetGrain<IBuildGrain>(id).CancelWaiting();
        return cancelled switch
        {
            { IsRefused: true, Refusal.Code: RefusalCode.BuildNotFound } => true,
            { IsRefused: true } => await Find(id) is { Status: BuildStatus.Cancelled },
            _ => true,
        };
    }

    /// <summary>Ends it, whoever has it.</summary>
    public Task Cancel(string id) => grains.GetGrain<IBuildGrain>(id).Cancel();

    /// <summary>
    /// When it was last heard of. Under a renewed lease that is now: its end would be seen in the row. The row or the newest log line tells else.
    /// </summary>
    public async Task<DateTimeOffset> HeardAt(Build build)
    {
        if (build is { Lease: not null, IsClassic: false })
        {
            return clock.Now();
        }

        var (heard, after) = (build.UpdatedAt, 0L);
        for (var page = 0; page < MostLogPages; page++)
        {
            var lines = await Desk.Logs(build.Id, after, LogPage);
            if (lines.Length == 0)
            {
                break;
            }

            (heard, after) = (lines[^1].At > heard ? lines[^1].At : heard, lines[^1].Seq);
        }

        return heard;
    }

    private static MemoryStream Source(ProjectBuild build, string? framework)
    {
        var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = new StreamWriter(zip.CreateEntry("request.json").Open());
            entry.Write(EventData.Of(writer =>
            {
                writer.WriteString("projectId", build.ProjectId.Value);
                writer.WriteString("prompt", build.Prompt);
                writer.WriteString("framework", framework);
            }));
        }

        bytes.Position = 0;
        return bytes;
    }
}
