using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using GrainJobs.Builds;
using GrainJobs.Http;
using Microsoft.Extensions.Logging;

namespace GrainJobs.Workers;

/// <summary>The build agent: polls while it has room, runs what it gets, and drains when it must end.</summary>
internal sealed partial class Agent : IDisposable
{
    private static readonly TimeSpan PollWait = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan ShortestPoll = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan KillLimit = TimeSpan.FromSeconds(8);
    private readonly AgentOptions options;
    private readonly WorkFolder folder;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly GrainJobsClient client;
    private readonly SemaphoreSlim slots;
    private readonly ConcurrentDictionary<string, BuildRun> runs = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<BuildRun, Task> tasks = new();

    internal Agent(AgentOptions options, WorkFolder folder, TimeProvider time, ILogger logger)
    {
        this.options = options;
        this.folder = folder;
        this.time = time;
        this.logger = logger;
        client = new GrainJobsClient(options.Server, new GrainJobsClientOptions { ApiKey = options.Key, Time = time });
        slots = new SemaphoreSlim(options.Capacity);
    }

    /// <summary>Works until <paramref name="drain"/>. Throws <see cref="KeyRefusedException"/> when the gateway refuses the key at the start.</summary>
    internal async Task RunAsync(CancellationToken drain)
    {
        if (await RegisterAsync(drain) is not { } session)
        {
            return;
        }

        LogWorking(session.Id, options.Server, options.Platforms is { Count: > 0 } some ? string.Join(',', some) : "all", options.Capacity);
        await new Leftovers(folder, session, time, logger).ClearAsync(drain).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        using CancellationTokenSource end = new();
        Task heart = new Heart(session, runs, time, logger).BeatAsync(end.Token);
        await WorkAsync(session, drain);
        await DrainAsync();
        await end.CancelAsync();
        await heart;
        await LeaveAsync(session);
        LogDrained();
    }

    /// <summary>Kills everything that every build started, at once.</summary>
    internal void Kill()
    {
        foreach (BuildRun run in runs.Values)
        {
            run.Kill();
        }
    }

    public void Dispose()
    {
        client.Dispose();
        slots.Dispose();
    }

    // Null when it must end before it ever reached the gateway.
    private async Task<WorkerSession?> RegisterAsync(CancellationToken drain)
    {
        for (int tries = 1; !drain.IsCancellationRequested; tries++)
        {
            try
            {
                return await client.Workers.RegisterAsync(Registration(), drain);
            }
            catch (GatewayException refusal) when (refusal.Status is 401 or 403)
            {
                throw new KeyRefusedException(refusal.Message);
            }
            catch (OperationCanceledException) when (drain.IsCancellationRequested)
            {
                return null;
            }
            catch (Exception fault) when (IsPassing(fault, drain))
            {
                await PauseAsync(tries, fault, drain);
            }
        }

        return null;
    }

    private WorkerIntroduction Registration() => new()
    {
        Id = folder.WorkerId,
        Name = options.Name,
        Capabilities = new WorkerCapabilities
        {
            Platforms = options.Platforms is { Count: > 0 } some ? some : null,
            Capacity = options.Capacity,
            Os = RuntimeInformation.OSDescription,
            Architecture = RuntimeInformation.OSArchitecture.ToString(),
            AgentVersion = typeof(Agent).Assembly.GetName().Version?.ToString(3),
        },
    };

    private async Task WorkAsync(WorkerSession session, CancellationToken drain)
    {
        for (int faults = 0; !drain.IsCancellationRequested;)
        {
            try
            {
                await slots.WaitAsync(drain);
                faults = await PollAsync(session, faults, drain);
            }
            catch (OperationCanceledException) when (drain.IsCancellationRequested)
            {
                return;
            }
        }
    }

    // How many polls in a row have failed. The slot is held by the run that begins, and free again otherwise.
    private async Task<int> PollAsync(WorkerSession session, int faults, CancellationToken drain)
    {
        bool begun = false;
        long began = time.GetTimestamp();
        try
        {
            PolledBuild? build = await session.PollAsync(PollWait, drain);
            begun = build is not null && Begin(session, build);
            if (!begun && time.GetElapsedTime(began) < ShortestPoll)
            {
                await Task.Delay(ShortestPoll, time, drain);
            }

            return 0;
        }
        catch (GatewayException refusal) when (refusal.Status is 401 or 403 or 404)
        {
            await RenewAsync(session, faults + 1, refusal, drain);
            return faults + 1;
        }
        catch (Exception fault) when (IsPassing(fault, drain))
        {
            await PauseAsync(faults + 1, fault, drain);
            return faults + 1;
        }
        finally
        {
            _ = begun ? 0 : slots.Release();
        }
    }

    private async Task RenewAsync(WorkerSession session, int tries, GatewayException refusal, CancellationToken drain)
    {
        await PauseAsync(tries, refusal, drain);
        try
        {
            await session.RenewAsync(drain);
        }
        catch (Exception fault) when (IsPassing(fault, drain))
        {
            LogAway(fault.Message);
        }
    }

    private bool Begin(WorkerSession session, PolledBuild build)
    {
        runs.TryGetValue(build.Id, out BuildRun? older);
        if (older?.Build.LeaseToken == build.LeaseToken)
        {
            // The same lease came again because an answer was late.
            return false;
        }

        // A new lease of a build that still runs here: the old one was lost before we heard of it.
        older?.Halt(HaltReason.Lost);
        Task before = older is not null && tasks.TryGetValue(older, out Task? ending) ? ending : Task.CompletedTask;
        BuildRun run = new(session.Assigned(build), folder.NewRun(), options, time, logger);
        runs[build.Id] = run;
        tasks[run] = Task.Run(() => RunAsync(run, before));
        return true;
    }

    private async Task RunAsync(BuildRun run, Task before)
    {
        try
        {
            await before;
            await run.RunAsync();
        }
        finally
        {
            runs.TryRemove(KeyValuePair.Create(run.Build.Id, run));
            tasks.TryRemove(run, out _);
            run.Dispose();
            slots.Release();
        }
    }

    private async Task DrainAsync()
    {
        LogDraining(runs.Count);
        await Task.WhenAny(Task.WhenAll(tasks.Values), Task.Delay(options.DrainLimit, time));
        foreach (BuildRun run in runs.Values)
        {
            run.Halt(HaltReason.Draining);
        }

        await Task.WhenAny(Task.WhenAll(tasks.Values), Task.Delay(KillLimit, time));
        Kill();
    }

    private async Task LeaveAsync(WorkerSession session)
    {
        try
        {
            await session.UnregisterAsync(CancellationToken.None);
        }
        catch (Exception fault) when (fault is GatewayException or GatewayUnavailableException)
        {
            LogAway(fault.Message);
        }
    }

    // Ends early, and quietly, when the agent is told to stop: every loop around it asks that itself.
    private async Task PauseAsync(int tries, Exception fault, CancellationToken drain)
    {
        LogAway(fault.Message);
        TimeSpan? asked = (fault as GatewayException)?.RetryAfter;
        await Task.Delay(RetryPolicy.Pause(tries, asked, Random.Shared.NextDouble()), time, drain).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static bool IsPassing(Exception fault, CancellationToken drain)
        => fault is GatewayException or GatewayUnavailableException or InvalidDataException && !drain.IsCancellationRequested;
}
