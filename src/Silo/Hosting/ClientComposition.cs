using GrainJobs.Storage;
using Orleans.Dashboard;
using Orleans.Configuration;
using Orleans.Serialization;

namespace GrainJobs.Hosting;

/// <summary>Makes a host a client of the cluster.</summary>
public static class ClientComposition
{
    /// <summary>Until it has looked, a gateway sends calls to a silo that is gone.</summary>
    private static readonly TimeSpan LookForSilosEvery = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ConnectAgainAfter = TimeSpan.FromMilliseconds(250);

    /// <summary>Connects as soon as a silo is there, and keeps trying until then.</summary>
    public static IHostApplicationBuilder AddGrainJobsClient(this IHostApplicationBuilder builder, ClusterSettings settings)
    {
        builder.UseOrleansClient(client =>
        {
            client.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (settings.ClusterId, settings.ServiceId));
            client.UseGrainJobsClustering(builder.Configuration);
            client.Configure<GatewayOptions>(options => options.GatewayListRefreshPeriod = LookForSilosEvery);
            client.Configure<ClientMessagingOptions>(options => options.ResponseTimeout = CallSetup.Limit);
            client.Configure<ExceptionSerializationOptions>(CallSetup.PassOnAll);
            client.UseConnectionRetryFilter(async (_, cancellationToken) =>
            {
                await Task.Delay(ConnectAgainAfter, TimeProvider.System, cancellationToken);
                return !cancellationToken.IsCancellationRequested;
            });
            if (settings.Dashboard)
            {
                client.AddDashboard(DashboardSetup.Apply);
            }
        });
        return builder;
    }
}
