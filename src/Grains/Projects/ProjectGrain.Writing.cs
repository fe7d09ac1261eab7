using GrainJobs.Storage;

namespace GrainJobs.Projects;

internal sealed partial class ProjectGrain
{
    /// <summary>The writes of a start that are still missing, one after another; after a crash between two it goes on where it was.</summary>
    private async Task Start(ProjectMemory known, ProjectBuild build)
    {
        var step = StartStep.None;
        try
        {
            while (!known.GaveUp.Contains(build.BuildId) && (step = ProjectLifecycle.NextStep(known.Project, build)) != StartStep.None)
            {
                build = await Write(known, build, step);
                if (step == StartStep.Metrics)
                {
                    await mirror.Begin(build);
                }
            }
        }
        catch (BadRowException refused)
        {
            LogStartRefused(Id, build.BuildId, step, refused);
            known.GaveUp.Add(build.BuildId);
            await FailStart(known, build, BuildEnd.Failed(step == StartStep.Metrics ? "metrics" : "start", refused.Message));
        }
    }

    private async Task<ProjectBuild> Write(ProjectMemory known, ProjectBuild build, StartStep step)
    {
        switch (step)
        {
            case StartStep.Begin:
                known.Project = await Retried("begin", () => ProjectLifecycle.Begin(known.Project, build, clock.Now()), store.Begin);
                return build;
            case StartStep.Metrics:
                var started = ProjectLifecycle.Started(known.Project, build, clock.Now());
                await retry.Run(Id, "metrics", () => Done(store.SaveStarted(started)));
                known.Keep(started);
                return started;
            default:
                known.Project = await Retried("current build", () => ProjectLifecycle.PointTo(known.Project, build), store.PointToCurrent);
                return build;
        }
    }

    private Task<Project> Retried(string name, Func<Project> decide, Func<Project, Task<bool>> write) => retry.Run(Id, name, async () =>
    {
        var next = decide();
        Require(await write(next));
        return next;
    });

    /// <summary>The project must not stay in progress, also when the metrics table takes nothing at all.</summary>
    private async Task FailStart(ProjectMemory known, ProjectBuild build, BuildEnd end)
    {
        try
        {
            await End(known, build, end);
        }
        catch (BadRowException)
        {
            var ended = ProjectLifecycle.End(build, end, clock.Now());
            if (ProjectLifecycle.End(known.Project, ended) is { } failed)
            {
                Require(await store.End(failed, []));
                known.Project = failed;
            }
        }
    }

    private async Task End(ProjectMemory known, ProjectBuild build, BuildEnd end)
    {
        var ended = await retry.Run(Id, "end", async () =>
        {
            var over = ProjectLifecycle.End(build, end, clock.Now());
            var next = ProjectLifecycle.End(known.Project, over);
            Require(await store.End(next, [over]));
            known.Project = next ?? known.Project;
            return over;
        });
        known.Keep(ended);
        await Settle(known, [ended]);
    }

    /// <summary>Withdraws the builds that wait though a newer one was asked for; answers those. One that a worker took meanwhile goes on.</summary>
    private async Task<ProjectBuild[]> Supersede(ProjectMemory known)
    {
        ProjectBuild[] waiting = [.. ProjectLifecycle.Overtaken(known.Project, known.Unsettled)];
        var withdrawn = await Task.WhenAll(waiting.Select(build => yard.Withdraw(build.BuildId)));
        var now = clock.Now();
        ProjectBuild[] over = [.. waiting.Where((_, place) => withdrawn[place]).Select(build => ProjectLifecycle.End(build, BuildEnd.Superseded, now))];
        if (over.Length > 0)
        {
            await retry.Run(Id, "supersede", () => store.End(null, over));
            Array.ForEach(over, known.Keep);
        }

        return over;
    }

    /// <summary>Tells the jobs; a crash before all is noted tells them again.</summary>
    private async Task Settle(ProjectMemory known, ProjectBuild[] ended)
    {
        if (ended.Length == 0)
        {
            return;
        }

        await Task.WhenAll(ended.Select(mirror.End));
        await store.Settle(ended);
        Array.ForEach(ended, known.Settle);
    }

    private static async Task<bool> Done(Task write)
    {
        await write;
        return true;
    }
}
