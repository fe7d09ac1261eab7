using GrainJobs.Builds;
using GrainJobs.Jobs;
using GrainJobs.Leases;
using GrainJobs.Outgoing;
using GrainJobs.Projects;
using GrainJobs.Workers;

namespace GrainJobs.Hosting;

/// <summary>The settings of grains, read and judged before the silo starts.</summary>
public sealed record SiloSettings
{
    public required LeaseOptions Leases { get; init; }

    public required JobLimits Jobs { get; init; }

    public required RetentionOptions Retention { get; init; }

    public required OutgoingOptions Outgoing { get; init; }

    public required ProjectOptions Projects { get; init; }

    public required BuildOptions Builds { get; init; }

    public required WorkerOptions Workers { get; init; }

    /// <summary>Whether the sample runs here; by default where everything is in one process.</summary>
    public bool ProductImages { get; init; }

    public static SiloSettings Read(Settings settings, IConfiguration configuration)
    {
        var jobs = new JobLimits();
        return new()
        {
            Leases = new()
            {
                Duration = settings.Duration("Leases:Duration", TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)),
                TakeUpWithin = settings.Duration("Leases:TakeUpWithin", TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)),
            },
            Jobs = new()
            {
                PayloadBytes = settings.Bytes("Limits:PayloadBytes", jobs.PayloadBytes),
                LogBytes = settings.Bytes("Limits:LogBytes", jobs.LogBytes),
            },
            Retention = new()
            {
                Completed = settings.Duration("Retention:Completed", TimeSpan.FromDays(7), TimeSpan.FromSeconds(1), TimeSpan.FromDays(36500)),
                Failed = settings.Duration("Retention:Failed", TimeSpan.FromDays(30), TimeSpan.FromSeconds(1), TimeSpan.FromDays(36500)),
            },
            ProductImages = settings.Flag("Samples:ProductImages:Enabled", settings.Text("ConnectionStrings:GrainJobs") is null),
            Projects = new()
            {
                GhostBuildTimeout = settings.Duration("Projects:GhostBuildTimeout", TimeSpan.FromHours(2), TimeSpan.FromSeconds(1), TimeSpan.FromDays(365)),
                UpdatesPerHour = settings.Number("Limits:ProjectUpdatesPerHour", 50, 0, 1_000_000),
            },
            Builds = new() { LostPolicy = ReadPolicy(settings) },
            Workers = new()
            {
                HeartbeatLimit = settings.Duration("Workers:HeartbeatLimit", TimeSpan.FromSeconds(300), TimeSpan.FromSeconds(1), TimeSpan.FromDays(30)),
            },
            Outgoing = new() { AllowedNetworks = ReadNetworks(settings, configuration), SigningSecrets = ReadSecrets(settings, configuration) },
        };
    }

    /// <summary>Makes them the options of the grains.</summary>
    public void Register(IServiceCollection services)
    {
        services.Configure<LeaseOptions>(options => (options.Duration, options.TakeUpWithin) = (Leases.Duration, Leases.TakeUpWithin));
        services.Configure<JobLimits>(options => (options.PayloadBytes, options.LogBytes) = (Jobs.PayloadBytes, Jobs.LogBytes));
        services.Configure<RetentionOptions>(options => (options.Completed, options.Failed) = (Retention.Completed, Retention.Failed));
        services.Configure<ProjectOptions>(options =>
            (options.GhostBuildTimeout, options.UpdatesPerHour) = (Projects.GhostBuildTimeout, Projects.UpdatesPerHour));
        services.Configure<BuildOptions>(options => options.LostPolicy = Builds.LostPolicy);
        services.Configure<WorkerOptions>(options => options.HeartbeatLimit = Workers.HeartbeatLimit);
        services.Configure<OutgoingOptions>(options =>
            (options.AllowedNetworks, options.SigningSecrets) = (Outgoing.AllowedNetworks, Outgoing.SigningSecrets));
    }

    private static IReadOnlyList<string> ReadNetworks(Settings settings, IConfiguration configuration)
    {
        var networks = ReadList(configuration, "Outgoing:AllowedNetworks");
        if (!networks.All(network => AllowedNetwork.Parse(network) is not null))
        {
            settings.Refuse("Outgoing:AllowedNetworks", "must be networks such as 10.0.0.0/8, or single addresses, separated by commas");
        }

        return networks;
    }

    private static IReadOnlyList<string> ReadSecrets(Settings settings, IConfiguration configuration)
    {
        var secrets = ReadList(configuration, "Outgoing:SigningSecrets");
        if (!secrets.All(secret => SigningKeys.Decode(secret) is not null))
        {
            settings.Refuse("Outgoing:SigningSecrets", "must each be whsec_ followed by the base64 of 24 to 64 random bytes");
        }

        return secrets;
    }

    /// <summary>One text with commas, or one setting an entry.</summary>
    private static LostPolicy ReadPolicy(Settings settings)
    {
        var text = settings.Text("Builds:LostPolicy") ?? "fail";
        if (Enum.TryParse<LostPolicy>(text, ignoreCase: true, out var policy) && Enum.IsDefined(policy))
        {
            return policy;
        }

        settings.Refuse("Builds:LostPolicy", "must be fail or requeue");
        return LostPolicy.Fail;
    }

    private static IReadOnlyList<string> ReadList(IConfiguration configuration, string name) =>
    [
        .. (configuration[name] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        .. configuration.GetSection(name).GetChildren().Select(child => child.Value ?? "").Where(value => value.Length > 0),
    ];
}
