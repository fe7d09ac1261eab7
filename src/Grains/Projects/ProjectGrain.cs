using GrainJobs.Outgoing;
using GrainJobs.Storage;
using GrainJobs.Time;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;

namespace GrainJobs.Projects;

/// <summary>
/// One project. Reentrant so that updates gather while a write is on its way, but every change has the turn to itself: ask the rule, write,
/// tell. Updates that gathered are accepted together. After any failure the memory is thrown away and read again.
/// </summary>
[Reentrant]
internal sealed partial class ProjectGrain(
    IProjectStore store,
    ProjectYard yard,
    JobMirror mirror,
    ConstraintRetry retry,
    OutgoingRules outgoing,
    IOptions<ProjectOptions> options,
    Clock clock,
    ILogger<ProjectGrain> logger) : Grain, IProjectGrain, IDisposable
{
    private const int MostTries = 5;
    private const int MostUnsettled = 5_000;

    private readonly SemaphoreSlim turn = new(1);
    private ProjectMemory? memory;

    private ProjectId Id => new(this.GetPrimaryKeyString());

    public Task<ProjectPut> Put(ProjectDraft draft) => Alone(async () =>
    {
        if (await Load() is not { } known)
        {
            var created = ProjectLifecycle.Create(Id, draft, clock.Now());
            Require(await store.Insert(created));
            return new ProjectPut(created, true);
        }

        var next = ProjectLifecycle.Change(known.Project, draft, clock.Now());
        if (next != known.Project)
        {
            Require(await store.Update(next));
            known.Project = next;
        }

        return new ProjectPut(next, false);
    });

    public void Dispose() => turn.Dispose();

    /// <summary>Runs when every change before it is done. What another activation overtook is done again on what that one wrote.</summary>
    private async Task<T> Alone<T>(Func<Task<T>> work)
    {
        await turn.WaitAsync();
        try
        {
            for (var tries = 1; ; tries++)
            {
                try
                {
                    return await work();
                }
                catch (OvertakenException) when (tries < MostTries)
                {
                    memory = null;
                }
            }
        }
        catch (Exception exception)
        {
            memory = null;
            DeactivateOnIdle();
            if (exception is BadRowException or OvertakenException)
            {
                throw new StorageUnavailableException($"The change of project {Id} was not written: {exception.Message}");
            }

            throw;
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task<ProjectMemory?> Load()
    {
        if (memory is not null)
        {
            return memory;
        }

        if (await store.Find(Id) is not { } project)
        {
            return null;
        }

        var limit = new UpdateLimit(options.Value.UpdatesPerHour);
        foreach (var accepted in await store.Accepted(Id, UpdateLimit.Since(clock.Now())))
        {
            limit.Count(accepted.UserId, accepted.At);
        }

        return memory = new(project, await store.Unsettled(Id, MostUnsettled), limit);
    }

    private static void Require(bool written)
    {
        if (!written)
        {
            throw new OvertakenException();
        }
    }
}
