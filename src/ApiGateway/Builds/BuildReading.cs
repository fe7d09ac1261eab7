using System.Globalization;
using GrainJobs.Files;
using GrainJobs.Http;
using GrainJobs.Workers;

namespace GrainJobs.Builds;

/// <summary>Reading builds: one, many, counts, files.</summary>
internal static class BuildReading
{
    private const string ListName = "builds";

    internal static async Task<Answer> List(HttpContext context, BuildReads reads, CursorCodec cursors)
    {
        var query = new QueryFields(context);
        var filter = new BuildFilter
        {
            Status = query.Word<BuildStatus>("status"),
            Platform = query.Text("platform"),
            Worker = query.Text("worker_id"),
            ProjectId = query.Text("project_id"),
            Limit = query.Limit(),
            After = Place(query, cursors),
        };
        return await List(query, filter, reads, cursors);
    }

    internal static async Task<Answer> Active(HttpContext context, BuildReads reads, CursorCodec cursors)
    {
        var query = new QueryFields(context);
        return await List(query, new() { Active = true, Limit = query.Limit(QueryFields.LargestLimit), After = Place(query, cursors) }, reads, cursors);
    }

    internal static async Task<Answer> Get(string id, BuildReads reads) =>
        await reads.Find(id) is { } build ? Answer.Ok(BuildView.Of(build), BuildWire.Default.BuildView) : BuildReads.NotFound();

    internal static async Task<Answer> Statistics(BuildReads reads)
    {
        var counts = await reads.Desk.Counts();
        return Answer.Ok(
            new StatisticsView(counts.Total, counts.Pending, counts.Assigned, counts.Building, counts.Completed, counts.Failed, counts.Cancelled),
            BuildWire.Default.StatisticsView);
    }

    internal static async Task<Answer> Status(string id, BuildReads reads) => await reads.Find(id) is not { } build
        ? BuildReads.NotFound()
        : Answer.Ok(
            new BuildStatusView(
                build.Id.Value, build.Status, build.Spec.Platform, build.Worker?.Value, build.CreatedAt.ToUnixTimeMilliseconds(),
                build.StartedAt?.ToUnixTimeMilliseconds(), build.FinishedAt?.ToUnixTimeMilliseconds(), build.Error),
            BuildWire.Default.BuildStatusView);

    internal static Task<IResult> Result(string id, BuildReads reads, IFileStore files) => Download(id, reads, files, build => build.Result, "result");

    internal static Task<IResult> Source(string id, BuildReads reads, IFileStore files) => Download(id, reads, files, build => build.Source, "source");

    /// <summary>The place of the worker that held it is free before anybody hears of the end.</summary>
    internal static async Task<Answer> Cancel(string id, BuildReads reads, IGrainFactory grains)
    {
        if (await reads.Find(id) is not { } build)
        {
            return BuildReads.NotFound();
        }

        var cancelled = await reads.Grain(build.Id).Cancel();
        if (cancelled is { IsRefused: false, Value: { Cancelled: { } token, Worker: { } worker } })
        {
            await grains.GetGrain<IWorkerGrain>(worker.Value).Settled([token]);
        }

        return cancelled.IsRefused
            ? Problem.Of(cancelled.Refusal)
            : Answer.Ok(new CancelledView(true, cancelled.Value.Status), BuildWire.Default.CancelledView);
    }

    internal static async Task<Answer> Samples(string id, BuildReads reads)
    {
        if (await reads.Find(id) is not { } build)
        {
            return BuildReads.NotFound();
        }

        var samples = await reads.Grain(build.Id).Samples();
        return Answer.Ok(
            new SamplesView(id, [.. samples.Select(sample => new SampleView(sample.At, sample.CpuPercent, sample.MemoryMb))]),
            BuildWire.Default.SamplesView);
    }

    internal static IResult File(Build build, BuildFile? file, string what, IFileStore files) => FileId.Parse(file?.FileId) is { } stored
        ? new Download(files, stored, file!.Name ?? $"{build.Id}-{what}.zip", file.Sha256)
        : Problem.Of(ProblemCode.FileNotFound, $"The build has no {what} file.");

    private static async Task<IResult> Download(string id, BuildReads reads, IFileStore files, Func<Build, BuildFile?> choose, string what) =>
        await reads.Find(id) is { } build ? File(build, choose(build), what, files) : BuildReads.NotFound();

    private static async Task<Answer> List(QueryFields query, BuildFilter filter, BuildReads reads, CursorCodec cursors)
    {
        if (query.Refusal is { } refusal)
        {
            return Problem.Of(refusal);
        }

        var page = await reads.Desk.List(filter);
        var next = page.Builds.Length < filter.Limit
            ? null
            : cursors.Encode(ListName, page.Builds[^1].CreatedAt.ToString("O", CultureInfo.InvariantCulture), page.Builds[^1].Id.Value);
        return Answer.Ok(new BuildsView([.. page.Builds.Select(BuildView.Of)], page.Total, next), BuildWire.Default.BuildsView);
    }

    private static BuildCursor? Place(QueryFields query, CursorCodec cursors) =>
        query.Cursor(cursors, ListName) is [var at, var id] ? new(DateTimeOffset.Parse(at, CultureInfo.InvariantCulture), id) : null;
}
