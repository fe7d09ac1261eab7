using GrainJobs.Builds;
using GrainJobs.Files;
using GrainJobs.Health;
using GrainJobs.Http;
using GrainJobs.Jobs;
using GrainJobs.Leases;
using GrainJobs.Projects;
using GrainJobs.Queues;
using GrainJobs.Workers;

namespace GrainJobs;

/// <summary>
/// The gateway's HTTP contract in .NET: one instance for the life of the process, safe for concurrent use. A refusal is thrown as
/// <see cref="GatewayException"/>, a gateway that stays away as <see cref="GatewayUnavailableException"/>.
/// </summary>
public sealed class GrainJobsClient : IDisposable
{
    private readonly HttpClient http;
    private readonly bool owned;

    /// <summary>A client with its own connections.</summary>
    /// <param name="server">Where the gateway listens; a path in front of the routes is kept.</param>
    public GrainJobsClient(Uri server, GrainJobsClientOptions? options = null)
        : this(Connections.To(server), options ?? new GrainJobsClientOptions(), owned: true)
    {
    }

    /// <summary>A client over connections that somebody else made and disposes; their base address is the gateway.</summary>
    public GrainJobsClient(HttpClient http, GrainJobsClientOptions? options = null)
        : this(http, options ?? new GrainJobsClientOptions(), owned: false)
    {
    }

    private GrainJobsClient(HttpClient http, GrainJobsClientOptions options, bool owned)
    {
        this.http = http;
        this.owned = owned;
        Gateway = new Gateway(http, options);
        Jobs = new JobsClient(Gateway);
        Queues = new QueuesClient(Gateway);
        Leases = new LeasesClient(Gateway);
        Builds = new BuildsClient(Gateway);
        Workers = new WorkersClient(Gateway);
        Files = new FilesClient(Gateway);
        Projects = new ProjectsClient(Gateway);
        Health = new HealthClient(Gateway);
    }

    /// <summary>Submitting, reading, watching and steering jobs.</summary>
    public JobsClient Jobs { get; }

    /// <summary>Reading and steering queues.</summary>
    public QueuesClient Queues { get; }

    /// <summary>Running jobs from outside; <see cref="Leases.JobLoop"/> does it as a loop.</summary>
    public LeasesClient Leases { get; }

    /// <summary>Submitting, reading and steering builds.</summary>
    public BuildsClient Builds { get; }

    /// <summary>Build workers: reading them, and being one.</summary>
    public WorkersClient Workers { get; }

    /// <summary>Processing files.</summary>
    public FilesClient Files { get; }

    /// <summary>Projects and their signed updates.</summary>
    public ProjectsClient Projects { get; }

    /// <summary>The service itself.</summary>
    public HealthClient Health { get; }

    internal Gateway Gateway { get; }

    public void Dispose()
    {
        if (owned)
        {
            http.Dispose();
        }
    }
}
