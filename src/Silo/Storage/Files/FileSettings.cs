using GrainJobs.Hosting;

namespace GrainJobs.Files;

/// <summary>Where uploaded files are kept: <c>Files__S3__*</c>, or the folder <c>files</c> under <c>Data__Path</c>.</summary>
public sealed record FileSettings
{
    /// <summary>The folder; not used with S3.</summary>
    public required string Folder { get; init; }

    /// <summary>Absent: the folder.</summary>
    public S3Settings? S3 { get; init; }

    public static FileSettings Read(Settings settings) => new()
    {
        Folder = Path.Combine(settings.Text("Data:Path") ?? "data", "files"),
        S3 = settings.Text("Files:S3:Bucket") is { } bucket ? ReadS3(settings, bucket) : NoS3(settings),
    };

    private static S3Settings ReadS3(Settings settings, string bucket)
    {
        var endpoint = settings.Text("Files:S3:Endpoint");
        if (endpoint is not null && !(Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
        {
            settings.Refuse("Files:S3:Endpoint", "must be an absolute http or https address");
        }

        var (access, secret) = (settings.Text("Files:S3:AccessKey"), settings.Text("Files:S3:SecretKey"));
        if (access is null != secret is null)
        {
            settings.Refuse("Files:S3:AccessKey", "and Files__S3__SecretKey must be set together, or neither");
        }

        return new()
        {
            Bucket = bucket,
            Endpoint = endpoint,
            AccessKey = access,
            SecretKey = secret,
            Region = settings.Text("Files:S3:Region") ?? "us-east-1",
        };
    }

    private static S3Settings? NoS3(Settings settings)
    {
        if (settings.Text("Files:S3:Endpoint") is not null)
        {
            settings.Refuse("Files:S3:Bucket", "must be set when Files__S3__Endpoint is");
        }

        return null;
    }
}
