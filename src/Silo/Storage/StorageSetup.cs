using System.Diagnostics.Metrics;
using GrainJobs.Builds;
using GrainJobs.Jobs;
using GrainJobs.Projects;
using GrainJobs.Workers;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Serialization;
using Orleans.Storage;

namespace GrainJobs.Storage;

/// <summary>Composition of storage: PostgreSQL when <c>ConnectionStrings__GrainJobs</c> is set, else the SQLite file under <c>Data__Path</c>.</summary>
public static class StorageSetup
{
    // The provider itself; grains use it through ConfirmedGrainStorage.
    private const string Database = "database";
    private const string PostgresInvariant = "Npgsql";
    private const string SqliteInvariant = "System.Data.SQLite";

    /// <summary>The job store, the commit engine and the migrations that run before silo and HTTP start.</summary>
    public static IServiceCollection AddGrainJobsStorage(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(new CommitOptions());
        services.AddSingleton<FailPoints>();
        services.AddSingleton<Reconciliation>();
        services.AddSingleton<JobCounts>();
        services.AddSingleton<JobListing>();
        services.AddSingleton<IJobStore, JobStore>();
        services.AddSingleton<IBuildStore, BuildStore>();
        services.AddSingleton<IWorkerStore, WorkerStore>();
        services.AddSingleton<IProjectStore, ProjectStore>();
        services.AddSingleton<ICommitEngine>(provider => new CommitEngine(
            provider.GetRequiredService<ICommitStore>(),
            provider.GetRequiredService<CommitOptions>(),
            TimeProvider.System,
            provider.GetRequiredService<IMeterFactory>(),
            provider.GetRequiredService<ILogger<CommitEngine>>()));
        return configuration.GetConnectionString("GrainJobs") is { Length: > 0 } postgres
            ? AddPostgres(services, postgres)
            : AddSqlite(services, configuration["Data:Path"] is { Length: > 0 } path ? path : "data");
    }

    /// <summary>Orleans' ADO.NET storage for the low-volume grains, on the database that <see cref="AddGrainJobsStorage"/> chose.</summary>
    public static ISiloBuilder AddGrainJobsGrainStorage(this ISiloBuilder silo)
    {
        silo.Services.AddKeyedSingleton<IGrainStorage>(
            GrainStorageName.Grains, (provider, _) => new ConfirmedGrainStorage(provider.GetRequiredKeyedService<IGrainStorage>(Database)));
        silo.AddAdoNetGrainStorage(Database, options => options.Configure<IServiceProvider>((storage, provider) =>
        {
            storage.GrainStorageSerializer = new OrleansGrainStorageSerializer(provider.GetRequiredService<Serializer>());
            storage.DeleteStateOnClear = true;
            if (provider.GetService<PostgresSources>() is { } sources)
            {
                storage.Invariant = PostgresInvariant;
                storage.DataSource = sources.Shared;
            }
            else
            {
                storage.Invariant = SqliteInvariant;
                storage.ConnectionString = provider.GetRequiredService<SqliteFile>().ConnectionString;
            }
        }));
        return silo;
    }

    /// <summary>Membership in PostgreSQL; a single silo on loopback when there is none.</summary>
    public static ISiloBuilder UseGrainJobsClustering(this ISiloBuilder silo, IConfiguration configuration)
    {
        if (configuration.GetConnectionString("GrainJobs") is not { Length: > 0 })
        {
            return silo.UseLocalhostClustering();
        }

        return silo.UseAdoNetClustering(options => options.Configure<PostgresSources>((clustering, sources) =>
        {
            clustering.Invariant = PostgresInvariant;
            clustering.DataSource = sources.Shared;
        }));
    }

    /// <summary>A client of the cluster whose members are in PostgreSQL.</summary>
    public static IClientBuilder UseGrainJobsClustering(this IClientBuilder client, IConfiguration configuration)
    {
        string connectionString = configuration.GetConnectionString("GrainJobs")
            ?? throw new InvalidOperationException("ConnectionStrings__GrainJobs must be set: a gateway finds its cluster there.");
        return client.UseAdoNetClustering(options =>
        {
            options.Invariant = PostgresInvariant;
            options.ConnectionString = connectionString;
        });
    }

    private static IServiceCollection AddPostgres(IServiceCollection services, string connectionString)
    {
        services.AddSingleton(_ => new PostgresSources(connectionString));
        services.AddSingleton<ISqlReader>(provider => new PostgresReader(provider.GetRequiredService<PostgresSources>().Connections));
        services.AddSingleton<ISqlWriter>(provider => new PostgresWriter(provider.GetRequiredService<PostgresSources>().Connections));
        services.AddSingleton<JobRetention, PostgresRetention>();
        services.AddSingleton<ICommitStore>(provider => new PostgresCommitStore(
            provider.GetRequiredService<PostgresSources>().WriterConnections,
            provider.GetRequiredService<Reconciliation>(),
            provider.GetRequiredService<FailPoints>()));
        services.AddHostedService(provider => new MigrationStart(() =>
            Migrations.Apply(provider.GetRequiredService<PostgresSources>().Shared, connectionString)));
        services.AddSingleton<PostgresCounts>();
        services.AddHostedService<CountLoop>();
        return services;
    }

    private static IServiceCollection AddSqlite(IServiceCollection services, string folder)
    {
        services.AddSingleton(_ => new SqliteFile(Path.Combine(Directory.CreateDirectory(folder).FullName, "grainjobs.db")));
        services.AddSingleton<SqliteWriter>();
        services.AddSingleton<ISqlReader>(provider => new SqliteReader(provider.GetRequiredService<SqliteFile>(), TimeProvider.System));
        services.AddSingleton<ISqlWriter, SqliteChanges>();
        services.AddSingleton<JobRetention, SqliteRetention>();
        services.AddSingleton<ICommitStore, SqliteCommitStore>();
        services.AddHostedService(provider => new MigrationStart(() =>
            Migrations.Apply(provider.GetRequiredService<SqliteFile>(), provider.GetRequiredService<TimeProvider>())));
        return services;
    }
}
