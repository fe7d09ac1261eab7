using GrainJobs.Execution;
using GrainJobs.Files;
using GrainJobs.Hosting;
using GrainJobs.Leases;
using GrainJobs.Processes;
using GrainJobs.Queues;
using GrainJobs.Storage;
using GrainJobs.Workers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Orleans.TestingHost;

namespace GrainJobs.Jobs;

/// <summary>
/// An embedded silo in this process, composed as the product composes it, on a SQLite file that outlives it. Grains live on a clock that the
/// test moves; Orleans' own upkeep on the real one.
/// </summary>
internal sealed class JobSilo : IAsyncDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    /// <summary>A call has its own limit on this clock: time runs little faster than the machine while one is awaited.</summary>
    private static readonly TimeSpan SlowStep = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    private readonly IHost host;
    private readonly Port silo = Port.Reserve();
    private readonly Port gateway = Port.Reserve();

    private JobSilo(string folder, DateTimeOffset now, Dictionary<string, string?> settings, Scripts scripts, bool isTimeReal)
    {
        Time = new(now);
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Data:Path"] = folder,
            ["Silo:Port"] = $"{silo.Number}",
            ["Silo:GatewayPort"] = $"{gateway.Number}",
            ["Dashboard:Enabled"] = "false",
            ["Samples:ProductImages:Enabled"] = "false",
            ["CONTROLLER_API_KEY"] = new string('k', 32),
            ["Outgoing:AllowedNetworks"] = "127.0.0.0/8",
        });
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Warning).AddConsole();
        var read = new Settings(builder.Configuration);
        // On a loaded machine the grains' clock runs ahead of the disk.
        builder.Services.AddSingleton(new CommitOptions { TimeLimit = TimeSpan.FromSeconds(3) });
        builder.AddGrainJobsSilo(ClusterSettings.Read(read), SiloSettings.Read(read, builder.Configuration));
        builder.Services.AddFileStore(FileSettings.Read(read));
        read.ThrowIfRefused();
        builder.Services.AddSingleton(scripts);
        builder.Services.AddJobHandler<ScriptedHandler, ScriptPayload>("scripted", options => options.Backoff = TimeSpan.FromSeconds(2));
        builder.Services.RemoveAll<TimeProvider>().AddSingleton(isTimeReal ? TimeProvider.System : Time);
        builder.Services.UseTimeProviderForBackgroundAreas(TimeProvider.System);
        host = builder.Build();
    }

    public FakeTimeProvider Time { get; }

    public Scripts Scripts => host.Services.GetRequiredService<Scripts>();

    public IGrainFactory Grains => host.Services.GetRequiredService<IGrainFactory>();

    public IJobDeskGrain Desk => Grains.GetGrain<IJobDeskGrain>(0);

    /// <param name="folder">Where the data lies; a later silo goes on with it.</param>
    /// <param name="now">Where the clock starts.</param>
    /// <param name="settings">Further settings.</param>
    public static async Task<JobSilo> Start(string folder, DateTimeOffset now, params (string Key, string Value)[] settings)
    {
        var silo = new JobSilo(folder, now, settings.ToDictionary(each => each.Key, each => (string?)each.Value), new(), isTimeReal: false);
        await silo.host.StartAsync();
        return silo;
    }

    /// <summary>One silo of several, on a PostgreSQL database and in real time.</summary>
    public static async Task<JobSilo> Join(string folder, string connectionString, Scripts scripts, params (string Key, string Value)[] settings)
    {
        Dictionary<string, string?> all = new(settings.Select(each => KeyValuePair.Create(each.Key, (string?)each.Value))) { ["ConnectionStrings:GrainJobs"] = connectionString };
        var silo = new JobSilo(folder, DateTimeOffset.UnixEpoch, all, scripts, isTimeReal: true);
        await silo.host.StartAsync();
        return silo;
    }

    public T Service<T>()
        where T : notnull => host.Services.GetRequiredService<T>();

    public IJobGrain Job(string id) => Grains.GetGrain<IJobGrain>(id);

    public IQueueGrain Queue(string name) => Grains.GetGrain<IQueueGrain>(name);

    public async Task<Job> Submit(JobDraft draft)
    {
        var submitted = await Answer(Desk.Submit(draft));
        submitted.IsRefused.Should().BeFalse(submitted.Refusal?.Detail);
        return submitted.Value!.Job;
    }

    public async Task<Job> Find(string id) => (await Desk.Find(new(id)))!;

    /// <summary>From now on each change of these jobs is seen.</summary>
    public async Task Watch(SeenJobs seen, params JobId[] ids) => await Grains
        .GetGrain<IJobHubGrain>(Service<ILocalSiloDetails>().SiloAddress.ToParsableString())
        .Watch(Grains.CreateObjectReference<IJobObserver>(seen), ids);

    /// <summary>What an outside worker is given now. Its capacity is what it asked for first; each queue has its own workers.</summary>
    public async Task<LeaseGrant[]> Lease(string queue, string worker = "w1", int max = 1, params string[] lanes)
    {
        var id = $"{queue}-{worker}";
        var leased = await Answer(Grains.GetGrain<IWorkerGrain>(id).Lease(new(queue), new() { Worker = new(id), Max = max, Lanes = [.. lanes] }));
        return leased.IsRefused ? [] : leased.Value;
    }

    /// <summary>As <see cref="Lease"/>, once there is something.</summary>
    public async Task<LeaseGrant> LeaseOne(string queue, string worker = "w1", double withinSeconds = 5)
    {
        LeaseGrant[] grants = [];
        await Until($"{worker} gets a lease of {queue}", async () => (grants = await Lease(queue, worker)).Length > 0, withinSeconds);
        return grants[0];
    }

    public Task<Result<Job>> Report(LeaseGrant grant, ReportKind kind, string? result = null, string? error = null, FailureClass failure = FailureClass.User) =>
        Answer(Job(grant.Job!.Id.Value).Report(new() { Token = grant.Token, Kind = kind, Result = result, Error = error, Class = failure }));

    public async Task<LeaseOrder> Beat(LeaseGrant grant, int? progress = null) =>
        (await Answer(Grains.GetGrain<IWorkerGrain>(grant.Job!.Lease!.Worker.Value).Heartbeat([new(grant.Token, progress, null)]))).Orders[0];

    public Task<Job> Ends(string id, double withinSeconds = 30) => Becomes(id, job => job.IsFinished, withinSeconds);

    public async Task<Job> Becomes(string id, Predicate<Job> state, double withinSeconds = 30)
    {
        Job? last = null;
        await Until($"{id} gets there", async () => state(last = await Find(id)), withinSeconds, () => last?.ToString());
        return last!;
    }

    public async Task<string[]> Events(string id) => [.. (await Desk.Events(new(id), 0, 1_000)).Select(each => each.Type)];

    /// <summary>Lets time pass until it holds; fails when it does not within so many seconds of the grains' clock.</summary>
    public async Task Until(string what, Func<Task<bool>> holds, double withinSeconds, Func<string?>? last = null)
    {
        var limit = Time.GetUtcNow().AddSeconds(withinSeconds);
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!await Holds(holds))
        {
            if (Time.GetUtcNow() > limit)
            {
                throw new TimeoutException($"Not within {withinSeconds} s of the grains' time: {what}. {last?.Invoke()}");
            }

            Time.Advance(Step);
            await pause.WaitForNextTickAsync();
        }
    }

    /// <summary>The answer to a call. When it takes long, time passes: what it waits for may wait on the clock.</summary>
    public async Task<T> Answer<T>(Task<T> call)
    {
        try
        {
            return await call.WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            // On the clock, then.
        }

        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!call.IsCompleted)
        {
            Time.Advance(SlowStep);
            await pause.WaitForNextTickAsync();
        }

        return await call;
    }

    /// <summary>Lets time pass, in steps, so that everything due on the way happens.</summary>
    public async Task Pass(double seconds)
    {
        var end = Time.GetUtcNow().AddSeconds(seconds);
        await Until("time passes", () => Task.FromResult(Time.GetUtcNow() >= end), seconds + 1);
    }

    private static async Task<bool> Holds(Func<Task<bool>> ask)
    {
        try
        {
            return await ask();
        }
        catch (StorageUnavailableException)
        {
            return false;
        }
    }

    /// <summary>Stops it; time goes on meanwhile, so that what waits on the clock ends.</summary>
    public async ValueTask DisposeAsync()
    {
        var stopping = host.StopAsync();
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!stopping.IsCompleted)
        {
            Time.Advance(Step);
            await pause.WaitForNextTickAsync();
        }

        await stopping;
        host.Dispose();
        silo.Dispose();
        gateway.Dispose();
    }
}
