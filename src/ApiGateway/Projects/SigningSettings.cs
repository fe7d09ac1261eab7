using System.Text;
using GrainJobs.Hosting;

namespace GrainJobs.Projects;

/// <summary>How updates of projects are signed.</summary>
internal sealed record SigningSettings
{
    /// <summary>Used as it is, in UTF-8; null: the route answers 503.</summary>
    public byte[]? SharedSecret { get; init; }

    /// <summary>A signature of the body alone, without a timestamp, is accepted.</summary>
    public bool AllowBodyOnly { get; init; }

    internal static SigningSettings Read(Settings settings)
    {
        var secret = settings.Text("Signing:SharedSecret");
        return new()
        {
            SharedSecret = secret is null ? null : Encoding.UTF8.GetBytes(secret),
            AllowBodyOnly = settings.Flag("Signing:AllowBodyOnly", false),
        };
    }
}
