using GrainJobs.Builds;
using GrainJobs.Execution;
using GrainJobs.Files;
using GrainJobs.Jobs;
using GrainJobs.Leases;
using GrainJobs.Outgoing;
using GrainJobs.Placement;
using GrainJobs.Projects;
using GrainJobs.Queues;
using GrainJobs.Silos;
using GrainJobs.Time;
using GrainJobs.Workers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime.Placement;

namespace GrainJobs.Hosting;

/// <summary>Registers the rules' surroundings with a silo: everything but storage.</summary>
public static class GrainsRegistration
{
    /// <summary>Call after UseOrleans: what is hosted here stops before the silo does.</summary>
    public static IServiceCollection AddGrainJobsGrains(this IServiceCollection services, IConfiguration configuration)
    {
        services.Configure<QueueOptions>(configuration.GetSection("Queues"));
        services.Configure<ExecutionOptions>(configuration.GetSection("Execution"));
        services.AddOptions<LeaseOptions>();
        services.AddOptions<JobLimits>();
        services.AddOptions<RetentionOptions>();
        services.AddOptions<ProjectOptions>();
        services.AddOptions<BuildOptions>();
        services.AddOptions<WorkerOptions>();
        services.AddMetrics();
        services.AddSingleton(provider => new Clock(provider.GetRequiredService<TimeProvider>()));
        services.AddPlacementDirector<OnSiloPlacement, OnSiloDirector>();
        services.AddPlacementDirector<AtHomePlacement, AtHomeDirector>();
        services.AddSingleton<IPlacementStrategyResolver, AtHomeResolver>();
        services.AddSingleton<Partings>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<Partings>());
        AddJobs(services);
        AddBuilds(services);
        AddProjects(services);
        AddExecution(services);
        services.AddOutgoing(configuration);
        // The first of these stops last, when nothing runs any more and only the silo itself is left to stop.
        services.AddSingleton<GrantGate>();
        services.AddHostedService(provider => provider.GetRequiredService<GrantGate>());
        services.AddHostedService<QueueRollCall>();
        services.AddHostedService<QueueGauge>();
        services.AddHostedService<FollowUpLoop>();
        services.AddHostedService<RetentionLoop>();
        services.AddHostedService<OrphanSweep>();
        services.AddHostedService<ProjectRollCall>();
        services.AddHostedService<ExecutorHost>();
        return services;
    }

    private static void AddJobs(IServiceCollection services)
    {
        services.AddSingleton<QueueCourier>();
        services.AddSingleton<QueueShare>();
        services.AddSingleton<LookPace>();
        services.AddSingleton<QueueHomes>();
        services.AddSingleton<QueueDoors>();
        services.AddSingleton<QueueMeter>();
        services.AddSingleton<WorkerCourier>();
        services.AddSingleton<JobHub>();
        services.AddSingleton<JobFollowUps>();
        services.AddSingleton<JobMeter>();
        services.AddSingleton<JobNews>();
        services.AddSingleton<RecentJobs>();
        services.AddSingleton<DeferredStarts>();
        services.AddSingleton<JobLedger>();
        services.AddSingleton<JobLogbook>();
        services.AddSingleton<JobAdmission>();
        services.AddSingleton<JobDesk>();
        services.AddSingleton<JobPast>();
        services.AddSingleton<QueuedJobs>();
        services.AddSingleton<QueuedWork>();
        services.AddSingleton<SiloLiveness>();
    }

    private static void AddBuilds(IServiceCollection services)
    {
        services.AddSingleton<BuildNews>();
        services.AddSingleton<BuildLedger>();
        services.AddSingleton<BuildLogbook>();
        services.AddSingleton<QueuedBuilds>();
        services.AddSingleton<WorkerLedger>();
    }

    private static void AddProjects(IServiceCollection services)
    {
        services.AddSingleton<ConstraintRetry>();
        services.AddSingleton<JobMirror>();
        services.AddSingleton<ProjectYard>();
    }

    private static void AddExecution(IServiceCollection services)
    {
        services.AddSingleton<HandlerRegistry>();
        services.AddSingleton<RunningAttempts>();
        services.AddSingleton<HandlerRun>();
        services.AddSingleton<ReportDelivery>();
        services.AddSingleton<InlineRuns>();
        services.AddSingleton<ImmediateStarts>();
        services.AddSingleton<SiloExecutor>();
    }
}
