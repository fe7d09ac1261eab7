namespace GrainJobs;

/// <summary>How a client talks to a gateway. Every wait it makes ends.</summary>
public sealed record GrainJobsClientOptions
{
    /// <summary>Sent as <c>X-API-Key</c>; absent: no credential of its own.</summary>
    public string? ApiKey { get; init; }

    /// <summary>A call that moves no file is given up after this long; long polls get their own wait on top.</summary>
    public TimeSpan CallLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>An upload or download is given up after this long.</summary>
    public TimeSpan TransferLimit { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>For this long a call that is safe to repeat is repeated while the gateway is away or overloaded; zero: once only.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The clock of limits and pauses.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
