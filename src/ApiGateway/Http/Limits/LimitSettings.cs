using GrainJobs.Hosting;

namespace GrainJobs.Http;

/// <summary>What a request may weigh, and how many may run at once. Sizes in bytes.</summary>
internal sealed record LimitSettings
{
    private const long KiB = 1L << 10;
    private const long MiB = 1L << 20;

    /// <summary>A job's payload, and its metadata.</summary>
    public long PayloadBytes { get; init; } = 64 * KiB;

    /// <summary>A build's source, a job's input, an uploaded file.</summary>
    public long SourceBytes { get; init; } = 500_000_000;

    public long CertsBytes { get; init; } = 50_000_000;

    public long ResultBytes { get; init; } = 1_000_000_000;

    /// <summary>All log lines of one job or build.</summary>
    public long LogBytes { get; init; } = 64_000_000;

    /// <summary>One bulk call.</summary>
    public long BulkBytes { get; init; } = 64 * MiB;

    /// <summary>Requests that work at the same time in this process; more are answered 429.</summary>
    public int ConcurrentRequests { get; init; } = 2_000;

    /// <summary>Requests that wait (streams, long polls) at the same time in this process.</summary>
    public int ParkedRequests { get; init; } = 25_000;

    /// <summary>Open connections.</summary>
    public int Connections { get; init; } = 40_000;

    /// <summary>The largest JSON body of a route without its own limit: a payload, its metadata and a result escaped, and the rest.</summary>
    internal long JsonBytes => Math.Max(MiB, (16 * PayloadBytes) + (64 * KiB));

    internal static LimitSettings Read(Settings settings)
    {
        var standard = new LimitSettings();
        return new()
        {
            PayloadBytes = settings.Bytes("Limits:PayloadBytes", standard.PayloadBytes, KiB, 64 * MiB),
            SourceBytes = settings.Bytes("Limits:SourceBytes", standard.SourceBytes),
            CertsBytes = settings.Bytes("Limits:CertsBytes", standard.CertsBytes),
            ResultBytes = settings.Bytes("Limits:ResultBytes", standard.ResultBytes),
            LogBytes = settings.Bytes("Limits:LogBytes", standard.LogBytes),
            BulkBytes = settings.Bytes("Limits:BulkBytes", standard.BulkBytes, KiB, 1024 * MiB),
            ConcurrentRequests = settings.Number("Limits:ConcurrentRequests", standard.ConcurrentRequests, 1, 1_000_000),
            ParkedRequests = settings.Number("Limits:ParkedRequests", standard.ParkedRequests, 1, 1_000_000),
            Connections = settings.Number("Limits:Connections", standard.Connections, 1, 1_000_000),
        };
    }
}
