using System.Net;
using GrainJobs.FileProcessing;
using GrainJobs.ProductImages;
using GrainJobs.Storage;
using Orleans.Dashboard;
using Orleans.Configuration;
using Orleans.Serialization;

namespace GrainJobs.Hosting;

/// <summary>Makes a host a silo: grains, storage, clustering, failure detection.</summary>
public static class SiloComposition
{
    private const int MostQueuedCalls = 20_000;

    /// <summary>The runtime's own 30 s are more than any caller waits: those that come later share the wait, and its failure.</summary>
    private static readonly TimeSpan PlacementLimit = TimeSpan.FromSeconds(5);

    /// <summary>From the word to the gateways that they send nothing here any more until grains stop: what they sent before is answered. The runtime's own is zero, and loses it.</summary>
    private static readonly TimeSpan ClientsTurnAway = TimeSpan.FromSeconds(0.5);

    /// <summary>The runtime's own half a second wakes a silo that has nothing to do ten times a second.</summary>
    private static readonly TimeSpan IdleWorkersInspected = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan JobGrainAge = TimeSpan.FromMinutes(2);

    /// <summary>The silo's services. What is hosted by the grains stops before the silo does.</summary>
    public static IHostApplicationBuilder AddGrainJobsSilo(this IHostApplicationBuilder builder, ClusterSettings settings, SiloSettings grains)
    {
        builder.Services.AddGrainJobsStorage(builder.Configuration);
        builder.Services.AddFileProcessing();
        if (grains.ProductImages)
        {
            builder.Services.AddProductImages(builder.Configuration);
        }

        builder.UseOrleans(silo => Configure(silo, settings, builder.Configuration));
        builder.Services.AddGrainJobsGrains(builder.Configuration);
        grains.Register(builder.Services);
        return builder;
    }

    private static void Configure(ISiloBuilder silo, ClusterSettings settings, IConfiguration configuration)
    {
        Join(silo, settings, configuration);
        silo.AddGrainJobsGrainStorage();
        UseSteadyDirectory(silo);
        silo.Configure<ClusterMembershipOptions>(options => options.Apply(settings.Profile));
        silo.Configure<SiloMessagingOptions>(options =>
        {
            options.ResponseTimeout = CallSetup.Limit;
            options.PlacementTimeout = PlacementLimit;
            options.ClientGatewayShutdownNotificationTimeout = settings.IsEmbedded ? TimeSpan.Zero : ClientsTurnAway;
            options.MaxEnqueuedRequestsHardLimit = MostQueuedCalls;
            options.MaxEnqueuedRequestsHardLimit_StatelessWorker = MostQueuedCalls;
        });
        silo.Configure<StatelessWorkerOptions>(options => options.IdleWorkersInspectionPeriod = IdleWorkersInspected);
        silo.Configure<ExceptionSerializationOptions>(CallSetup.PassOnAll);
        silo.Configure<SiloConnectionOptions>(SiloDoor.Guard);
        silo.Services.AddSingleton(services => new SiloDoor(services.GetRequiredService<ISiloStatusOracle>(), TimeProvider.System));
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(services => services.GetRequiredService<SiloDoor>());
        silo.Configure<GrainCollectionOptions>(options => options.CollectionAge = JobGrainAge);
        if (settings.Dashboard)
        {
            silo.AddDashboard(DashboardSetup.Apply);
        }
    }

    private static void Join(ISiloBuilder silo, ClusterSettings settings, IConfiguration configuration)
    {
        if (settings.IsEmbedded)
        {
            silo.UseLocalhostClustering(settings.SiloPort, settings.GatewayPort, null, settings.ServiceId, settings.ClusterId);
            return;
        }

        silo.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (settings.ClusterId, settings.ServiceId));
        silo.UseGrainJobsClustering(configuration);
        silo.Configure<EndpointOptions>(options =>
        {
            options.AdvertisedIPAddress = settings.Address;
            options.SiloPort = settings.SiloPort;
            options.GatewayPort = settings.GatewayPort;
            options.SiloListeningEndpoint = new IPEndPoint(settings.ListenAddress, settings.SiloPort);
            options.GatewayListeningEndpoint = settings.GatewayPort == 0 ? null : new IPEndPoint(settings.ListenAddress, settings.GatewayPort);
        });
    }

    /// <summary>
    /// The default directory drops and doubles activations when a silo leaves. A range lease of zero is right here only because every write
    /// is guarded by its row's version and every side effect by a lease token; with the default of 30 s failover would stall.
    /// </summary>
    private static void UseSteadyDirectory(ISiloBuilder silo)
    {
#pragma warning disable ORLEANSEXP003 // Experimental, and measured to be the steady one; see docs/decisions.md.
        silo.AddDistributedGrainDirectory();
#pragma warning restore ORLEANSEXP003
        silo.Configure<GrainDirectoryOptions>(options => options.RangeLeaseDuration = TimeSpan.Zero);
    }
}
