using GrainJobs.Jobs;
using GrainJobs.Storage;

namespace GrainJobs.Projects;

internal sealed partial class ProjectGrain
{
    private const int MostWaiting = 2_000;
    private const int MostAtOnce = 500;

    private readonly List<WaitingUpdate> line = [];

    public async Task<Result<ProjectReceipt>> Update(ProjectUpdate update)
    {
        if (update.WebhookUrl is { } url && outgoing.Fault(url) is { } fault)
        {
            return new Refusal(RefusalCode.Invalid, $"webhookUrl: {fault}") { Fields = new Dictionary<string, string[]> { ["webhookUrl"] = [fault] } };
        }

        if (line.Count >= MostWaiting)
        {
            throw new OverloadedException();
        }

        var waiting = new WaitingUpdate(update);
        line.Add(waiting);
        await TakeLine();
        return await waiting.Answer;
    }

    /// <summary>Accepts what has gathered; whoever has the turn first does it for the others.</summary>
    private Task<bool> TakeLine()
    {
        WaitingUpdate[] taken = [];
        return Alone(async () =>
        {
            if (taken.Length == 0)
            {
                taken = [.. line.Take(MostAtOnce)];
                line.RemoveRange(0, taken.Length);
            }

            await AcceptOrFail(taken);
            return true;
        });
    }

    private async Task AcceptOrFail(WaitingUpdate[] taken)
    {
        try
        {
            await Accept(taken);
        }
        catch (Exception exception) when (exception is not OvertakenException)
        {
            var told = exception is BadRowException ? new StorageUnavailableException(exception.Message) : exception;
            Array.ForEach(taken, each => each.Fail(told));
            throw;
        }
    }

    private async Task Accept(WaitingUpdate[] taken)
    {
        if (taken.Length == 0)
        {
            return;
        }

        if (await Load() is not { } known)
        {
            Array.ForEach(taken, each => each.Tell(new Refusal(RefusalCode.ProjectNotFound, "Project not found")));
            return;
        }

        await Queue(known, taken);
        await Submit(known);
        var over = await Supersede(known);
        foreach (var each in taken)
        {
            each.Tell(Receipt(each, known.Limit.Of(each.User, clock.Now())));
        }

        await Settle(known, over);
    }

    /// <summary>One write for all that are new; a repeated operation becomes what it was.</summary>
    private async Task Queue(ProjectMemory known, WaitingUpdate[] taken)
    {
        var now = clock.Now();
        var before = (await store.Operations(Id, [.. taken.SelectMany(each => each.Keys).Distinct()], now)).ToDictionary(operation => operation.Key);
        var (builds, operations) = (new List<ProjectBuild>(), new List<ProjectOperation>());
        foreach (var each in taken)
        {
            each.Accepted = each.Keys.Select(key => before.GetValueOrDefault(key)).FirstOrDefault(operation => operation is not null);
            if (each.Accepted is null && !known.Limit.Of(each.User, now).IsUsedUp)
            {
                var latest = builds.Count == 0 ? known.Project : known.Project with { Builds = builds[^1].Number };
                var build = ProjectLifecycle.Ask(latest, each.Update, yard.NewId(), JobId.New(clock.Now()).Value, now);
                each.Accepted = new("", build.BuildId, build.JobId);
                builds.Add(build);
                operations.AddRange(OperationKeys.Remember(each.Update, build));
                known.Limit.Count(each.User, now);
                foreach (var key in each.Keys)
                {
                    before[key] = each.Accepted;
                }
            }
        }

        if (builds.Count > 0)
        {
            var next = ProjectLifecycle.Queue(known.Project, builds, now);
            Require(await store.Queue(next, builds, operations));
            known.Project = next;
            builds.ForEach(known.Keep);
        }
    }

    /// <summary>Makes the builds and their jobs that are not known to exist. After a crash some may: both are made once by id.</summary>
    private async Task Submit(ProjectMemory known)
    {
        ProjectBuild[] missing = [.. known.Unsettled.Where(build => build is { Status: ProjectStatus.Queued, HasJoined: false } && !known.Submitted.Contains(build.BuildId))];
        var refusals = await Task.WhenAll(missing.Select(build => Submit(known.Project, build)));
        for (var place = 0; place < missing.Length; place++)
        {
            known.Submitted.Add(missing[place].BuildId);
            if (refusals[place] is { } refusal)
            {
                await End(known, missing[place], BuildEnd.Failed("submission", refusal.Detail));
            }
        }
    }

    private async Task<Refusal?> Submit(Project project, ProjectBuild build)
    {
        var making = ProjectLifecycle.IsNewest(project, build) ? yard.Submit(build, project.Framework) : yard.SubmitOvertaken(build);
        var refusals = await Task.WhenAll(mirror.Create(build), making);
        return refusals[0] ?? refusals[1];
    }

    private static Result<ProjectReceipt> Receipt(WaitingUpdate waiting, UpdateAllowance allowance) => new ProjectReceipt
    {
        BuildId = waiting.Accepted?.BuildId,
        JobId = waiting.Accepted?.JobId,
        Refusal = waiting.Accepted is null ? new Refusal(RefusalCode.TooManyUpdates, "Too many updates of this project within the hour") : null,
        Remaining = allowance.Remaining,
        ResetAt = allowance.ResetAt,
    };
}
