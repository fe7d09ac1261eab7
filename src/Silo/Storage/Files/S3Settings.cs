namespace GrainJobs.Files;

/// <summary>Where the S3-compatible store is. A bucket may be shared: all objects lie under one prefix.</summary>
public sealed record S3Settings
{
    public required string Bucket { get; init; }

    /// <summary>The store's address, such as <c>https://s3.example.org</c>; absent: Amazon's own.</summary>
    public string? Endpoint { get; init; }

    /// <summary>Absent, with <see cref="SecretKey"/>: the machine's own credentials (environment, role).</summary>
    public string? AccessKey { get; init; }

    public string? SecretKey { get; init; }

    public string Region { get; init; } = "us-east-1";

    /// <summary>Begins every object's key.</summary>
    public string Prefix { get; init; } = "grainjobs/";
}
