using GrainJobs.Builds;
using GrainJobs.Files;
using GrainJobs.Http;
using GrainJobs.Projects;

namespace GrainJobs.Hosting;

/// <summary>Everything the door is configured with, read and judged before anything listens.</summary>
internal sealed record GatewaySettings
{
    internal const string DefaultUrl = "http://127.0.0.1:8080";

    public required AuthSettings Auth { get; init; }

    public required LimitSettings Limits { get; init; }

    public required FileSettings Files { get; init; }

    public required SigningSettings Signing { get; init; }

    public required BuildSettings Builds { get; init; }

    public required ClusterSettings Cluster { get; init; }

    /// <summary>For the silo in this process, when embedded.</summary>
    public required SiloSettings Grains { get; init; }

    /// <summary>Where it listens.</summary>
    public required string Urls { get; init; }

    /// <summary>Refuses with every problem at once.</summary>
    internal static GatewaySettings Read(IConfiguration configuration)
    {
        var settings = new Settings(configuration);
        var read = new GatewaySettings
        {
            Auth = AuthSettings.Read(settings, configuration),
            Limits = LimitSettings.Read(settings),
            Files = FileSettings.Read(settings),
            Signing = SigningSettings.Read(settings),
            Builds = BuildSettings.Read(settings),
            Cluster = ClusterSettings.Read(settings),
            Grains = SiloSettings.Read(settings, configuration),
            Urls = ReadUrls(settings),
        };
        settings.ThrowIfRefused();
        return read;
    }

    private static string ReadUrls(Settings settings)
    {
        var urls = settings.Text("URLS") ?? DefaultUrl;
        if (!urls.Split(';', StringSplitOptions.RemoveEmptyEntries).All(IsAddress))
        {
            settings.Refuse("ASPNETCORE_URLS must be http addresses such as http://127.0.0.1:8080, separated by semicolons");
        }

        return urls;
    }

    private static bool IsAddress(string url)
    {
        try
        {
            return BindingAddress.Parse(url.Trim()).Scheme is "http" or "https";
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
