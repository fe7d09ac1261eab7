using System.Runtime.CompilerServices;
using GrainJobs.Http;

namespace GrainJobs.Builds;

/// <summary>The build routes.</summary>
public sealed class BuildsClient
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private readonly Gateway gateway;

    internal BuildsClient(Gateway gateway) => this.gateway = gateway;

    /// <summary>Submits a build. The idempotency key makes a repeat safe; absent: a fresh one a call.</summary>
    public Task<BuildAccepted> SubmitAsync(NewBuild build, string? idempotencyKey = null, CancellationToken stop = default)
        => gateway.SendAsync(
            new Call(HttpMethod.Post, "api/builds")
            {
                Body = () => BuildForm.Of(build),
                AskFirst = build.SourceFile is not null,
                Key = idempotencyKey ?? Guid.NewGuid().ToString("n"),
                Repeatable = true,
                Limit = gateway.Options.TransferLimit,
            },
            SnakeJson.Default.BuildAccepted,
            stop);

    /// <summary>Saves the source of a build that awaits it, and queues it. A second one is refused, so this is sent once.</summary>
    public Task SaveSourceAsync(string buildId, string sourceFile, CancellationToken stop = default)
        => gateway.SendAsync(
            new Call(HttpMethod.Put, Path(buildId) + "/source") { Body = () => BuildForm.FileContent(sourceFile), AskFirst = true, Limit = gateway.Options.TransferLimit },
            stop);

    /// <summary>The build now.</summary>
    public Task<BuildSnapshot> GetAsync(string buildId, CancellationToken stop = default)
        => gateway.SendAsync(Read(Path(buildId)), SnakeJson.Default.BuildSnapshot, stop);

    /// <summary>One page of builds.</summary>
    public Task<BuildList> ListAsync(string? status = null, int? limit = null, string? cursor = null, CancellationToken stop = default)
        => gateway.SendAsync(Read(Query.Of("api/builds", ("status", status), ("limit", limit), ("cursor", cursor))), SnakeJson.Default.BuildList, stop);

    /// <summary>Builds by status.</summary>
    public Task<BuildTotals> CountsAsync(CancellationToken stop = default)
        => gateway.SendAsync(Read("api/builds/statistics"), SnakeJson.Default.BuildTotals, stop);

    /// <summary>Log lines after a number, oldest first.</summary>
    public Task<BuildLogPage> LogsAsync(string buildId, long? after = null, int? limit = null, CancellationToken stop = default)
        => gateway.SendAsync(Read(Query.Of(Path(buildId) + "/logs", ("after", after), ("limit", limit))), SnakeJson.Default.BuildLogPage, stop);

    /// <summary>Log lines as they come, until the build is finished and all were read; <see cref="TimeoutException"/> past the limit.</summary>
    public async IAsyncEnumerable<BuildLogEntry> FollowLogsAsync(string buildId, TimeSpan limit, [EnumeratorCancellation] CancellationToken stop = default)
    {
        long began = gateway.Time.GetTimestamp();
        long after = 0;
        while (true)
        {
            // Asked before the lines are, so that lines written before the end are never missed.
            bool finished = (await GetAsync(buildId, stop)).IsFinished;
            BuildLogPage page = await LogsAsync(buildId, after, null, stop);
            foreach (BuildLogEntry line in page.Logs)
            {
                yield return line;
            }

            after = page.Next;
            if (page.Logs.Count == 0 && finished)
            {
                yield break;
            }

            Late(buildId, began, limit);
            await Task.Delay(page.Logs.Count == 0 ? Pause : TimeSpan.Zero, gateway.Time, stop);
        }
    }

    /// <summary>Asks until the build is finished; <see cref="TimeoutException"/> when it is not within the limit.</summary>
    public async Task<BuildSnapshot> WaitAsync(string buildId, TimeSpan limit, CancellationToken stop = default)
    {
        long began = gateway.Time.GetTimestamp();
        while (true)
        {
            BuildSnapshot build = await GetAsync(buildId, stop);
            if (build.IsFinished)
            {
                return build;
            }

            Late(buildId, began, limit);
            await Task.Delay(Pause, gateway.Time, stop);
        }
    }

    /// <summary>Streams the result, or the source, to a file that appears only whole.</summary>
    /// <param name="what"><c>result</c> or <c>source</c>.</param>
    public Task DownloadAsync(string buildId, string path, string what = "result", CancellationToken stop = default)
        => DownloadedFile.ToFileAsync(gateway, new Call(HttpMethod.Get, $"{Path(buildId)}/download/{Query.Escape(what)}"), path, long.MaxValue, stop);

    /// <summary>Cancels a build that is not finished.</summary>
    public Task CancelAsync(string buildId, CancellationToken stop = default)
        => gateway.SendAsync(new Call(HttpMethod.Post, Path(buildId) + "/cancel"), stop);

    /// <summary>A new build with its own copy of the source.</summary>
    public Task<BuildAccepted> RetryAsync(string buildId, CancellationToken stop = default)
        => gateway.SendAsync(
            new Call(HttpMethod.Post, Path(buildId) + "/retry") { Key = Guid.NewGuid().ToString("n"), Repeatable = true },
            SnakeJson.Default.BuildAccepted,
            stop);

    private void Late(string buildId, long began, TimeSpan limit)
    {
        if (gateway.Time.GetElapsedTime(began) > limit)
        {
            throw new TimeoutException($"Build {buildId} is not finished after {limit.TotalSeconds:0.#} s.");
        }
    }

    private static Call Read(string path) => new(HttpMethod.Get, path) { Repeatable = true };

    private static string Path(string buildId) => "api/builds/" + Query.Escape(buildId);
}
