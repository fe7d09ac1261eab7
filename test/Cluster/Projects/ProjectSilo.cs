using System.Collections.Concurrent;
using GrainJobs.Builds;
using GrainJobs.Files;
using GrainJobs.Hosting;
using GrainJobs.Jobs;
using GrainJobs.Leases;
using GrainJobs.Processes;
using GrainJobs.Queues;
using GrainJobs.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace GrainJobs.Projects;

/// <summary>A silo in this process on a private PostgreSQL database, and hands that do what a worker of builds would.</summary>
internal sealed class ProjectSilo : IAsyncDisposable
{
    private readonly TestDatabase database;
    private readonly IHost host;
    private readonly ScratchFolder folder = new();
    private readonly Port silo = Port.Reserve();
    private readonly Port gateway = Port.Reserve();

    private ProjectSilo(TestDatabase database, Dictionary<string, string?>? settings)
    {
        this.database = database;
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:GrainJobs"] = database.ConnectionString,
            ["Data:Path"] = folder.Path,
            ["Silo:Port"] = $"{silo.Number}",
            ["Silo:GatewayPort"] = $"{gateway.Number}",
            ["Dashboard:Enabled"] = "false",
            ["Limits:ProjectUpdatesPerHour"] = "0",
        });
        builder.Configuration.AddInMemoryCollection(settings ?? []);
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Warning).AddFakeLogging();
        var read = new Settings(builder.Configuration);
        builder.AddGrainJobsSilo(ClusterSettings.Read(read), SiloSettings.Read(read, builder.Configuration));
        builder.Services.AddFileStore(FileSettings.Read(read));
        read.ThrowIfRefused();
        host = builder.Build();
    }

    public TestDatabase Database => database;

    public IGrainFactory Grains => host.Services.GetRequiredService<IGrainFactory>();

    public IEnumerable<string> Warnings => host.Services.GetFakeLogCollector().GetSnapshot()
        .Where(record => record.Level >= LogLevel.Warning && record.Category!.StartsWith("GrainJobs.Projects", StringComparison.Ordinal))
        .Select(record => record.Message);

    public static async Task<ProjectSilo> Start(Dictionary<string, string?>? settings = null)
    {
        var started = new ProjectSilo(await TestDatabase.CreateAsync(), settings);
        await started.host.StartAsync();
        return started;
    }

    public IProjectGrain Project(string id) => Grains.GetGrain<IProjectGrain>(id);

    public async Task<Project> Find(string id) => (await Grains.GetGrain<IProjectDeskGrain>(0).Find(new(id)))!;

    public Task<ProjectBuild[]> Builds(string id) => Grains.GetGrain<IProjectDeskGrain>(0).Builds(new(id), null, 1_000);

    public async Task<Job> Job(string id) => (await Grains.GetGrain<IJobDeskGrain>(0).Find(new(id)))!;

    public async Task<Build> Build(string id) => (await Grains.GetGrain<IBuildDeskGrain>(0).Find(new(id)))!;

    public async Task<ProjectReceipt> Ask(string project, string prompt, string? operation = null, string? framework = null)
    {
        var asked = await Project(project).Update(new() { Prompt = prompt, OperationId = operation, Framework = framework });
        asked.IsRefused.Should().BeFalse(asked.Refusal?.Detail);
        return asked.Value!;
    }

    /// <summary>A build that somebody posts for a project.</summary>
    public async Task<string> Post(string project, string? original = null)
    {
        var desk = Grains.GetGrain<IBuildDeskGrain>(0);
        var spec = new BuildSpec { Id = await desk.NewId(), Platform = "linux", ProjectId = project, OriginalBuildId = original is null ? null : new(original) };
        return (await desk.Submit(spec, new() { FileId = "00000000000000000000000000000000", Length = 1, Sha256 = new('0', 64), Name = "source.zip" })).Value!.Id.Value;
    }

    /// <summary>A worker takes the build; null when it can't be had any more.</summary>
    public async Task<BuildReport?> Take(string build, bool classic = false)
    {
        var token = LeaseToken.New(QueueName.Builds, build);
        var taken = await Grains.GetGrain<IBuildGrain>(build).Assign(new("w1"), "worker one", token, classic);
        return taken.IsRefused ? null : new() { Worker = new("w1"), Token = token, Kind = ReportKind.Complete, PreviewUrl = "https://preview.example/" + build };
    }

    public Task<Result<Build>> Report(string build, BuildReport report) => Grains.GetGrain<IBuildGrain>(build).Report(report);

    /// <summary>Looks at the tables over and over until told to stop; answers the violations it saw and how often it looked.</summary>
    public async Task<(ConcurrentBag<string> Violations, int Looks)> Audit(CancellationToken stop)
    {
        var (violations, looks) = (new ConcurrentBag<string>(), 0);
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await using var command = source.CreateCommand("""
            select 'timing of ' || id from projects where last_build_completed < last_build_started
            union all
            select 'dangling build of ' || id from projects p
            where current_build_id is not null and not exists (select 1 from project_build_metrics m where m.build_id = p.current_build_id)
            union all
            select 'completed while building: ' || id from projects where build_status = 'building' and last_build_completed is not null
            """);
        while (!stop.IsCancellationRequested)
        {
            await using var reader = await command.ExecuteReaderAsync(CancellationToken.None);
            while (await reader.ReadAsync(CancellationToken.None))
            {
                violations.Add(reader.GetString(0));
            }

            looks++;
        }

        return (violations, looks);
    }

    public Task Eventually(string what, Func<Task<bool>> holds) => Time.Eventually.BeTrue(what, holds);

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
        await database.DisposeAsync();
        silo.Dispose();
        gateway.Dispose();
        folder.Dispose();
    }
}
