using GrainJobs.Builds;
using GrainJobs.Storage;

namespace GrainJobs.Projects;

internal sealed partial class ProjectGrain
{
    private static readonly TimeSpan AttendAgainAfter = TimeSpan.FromSeconds(2);

    private DateTimeOffset attendedAt = DateTimeOffset.MinValue;

    public Task BuildChanged(string buildId) => Told(async known =>
    {
        var row = await yard.Find(buildId);
        if ((known.Find(buildId) ?? await Join(known, row)) is { } build)
        {
            await Follow(known, build, row);
        }
    });

    public Task Attend()
    {
        var now = clock.Now();
        if (now - attendedAt < AttendAgainAfter)
        {
            return Task.CompletedTask;
        }

        attendedAt = now;
        return Told(LookAfter);
    }

    private async Task LookAfter(ProjectMemory known)
    {
        await Submit(known);
        await Settle(known, await Supersede(known));
        foreach (var build in known.Unsettled)
        {
            var row = await yard.Find(build.BuildId);
            await Follow(known, build, row);
            if (known.Find(build.BuildId) is { } still)
            {
                await EndGhost(known, still, row);
            }
        }
    }

    /// <summary>Takes up a build that a worker took and that no update asked for; null when there is nothing to take up.</summary>
    private async Task<ProjectBuild?> Join(ProjectMemory known, Build? row)
    {
        if (row is not { StartedAt: not null } || row.Spec.ProjectId != Id.Value || await store.FindBuild(row.Id.Value) is not null)
        {
            return null;
        }

        var original = row.Spec.OriginalBuildId is { } id ? await store.FindBuild(id.Value) : null;
        var build = ProjectLifecycle.Join(known.Project, row, original, clock.Now());
        var next = ProjectLifecycle.Joined(known.Project, build, known.Find(known.Project.LatestBuildId ?? ""), clock.Now());
        Require(await store.Queue(next, [build], []));
        known.Project = next;
        known.Keep(build);
        return build;
    }

    /// <summary>News has nobody to answer to: what failed is logged, and tried again by the next attendance.</summary>
    private async Task Told(Func<ProjectMemory, Task> work)
    {
        try
        {
            await Alone(async () =>
            {
                if (await Load() is { } known)
                {
                    await work(known);
                }

                return true;
            });
        }
        catch (Exception exception) when (exception is StorageUnavailableException or OverloadedException or TimeoutException)
        {
            LogPutOff(Id, exception.Message);
        }
    }

    /// <summary>Brings a build's metrics, and the project if it is the newest, to where the build stands.</summary>
    private async Task Follow(ProjectMemory known, ProjectBuild build, Build? row)
    {
        if (build.IsFinished)
        {
            await Settle(known, [build]);
            return;
        }

        if (row?.StartedAt is not null)
        {
            await Start(known, build);
        }

        if (row is { IsFinished: true } && known.Find(build.BuildId) is { IsFinished: false } open)
        {
            await End(known, open, EndOf(known, open, row));
        }
    }

    private static BuildEnd EndOf(ProjectMemory known, ProjectBuild build, Build row) => row.Status switch
    {
        BuildStatus.Completed => new(ProjectStatus.Deployed) { PreviewUrl = row.PreviewUrl },
        BuildStatus.Failed => BuildEnd.Failed(row.ErrorCode ?? "build", row.Error ?? "The build failed"),
        _ when build.Status == ProjectStatus.Queued && !ProjectLifecycle.IsNewest(known.Project, build) => BuildEnd.Superseded,
        _ => new(ProjectStatus.Canceled) { Error = row.Error },
    };

    private async Task EndGhost(ProjectMemory known, ProjectBuild build, Build? row)
    {
        var limit = options.Value.GhostBuildTimeout;
        if (!ProjectLifecycle.IsGhost(build, row?.UpdatedAt, limit, clock.Now())
            || (row is not null && !ProjectLifecycle.IsGhost(build, await yard.HeardAt(row), limit, clock.Now())))
        {
            return;
        }

        LogGhost(Id, build.BuildId, limit);
        await End(known, build, BuildEnd.Failed("ghost_build_timeout", $"Nothing was heard of the build for {limit:c}"));
        if (row is not null)
        {
            await yard.Cancel(build.BuildId);
        }
    }
}
