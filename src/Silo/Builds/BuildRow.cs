using GrainJobs.Leases;
using GrainJobs.Queues;
using GrainJobs.Storage;
using GrainJobs.Workers;

namespace GrainJobs.Builds;

/// <summary>A build from its row: the columns in the order of the statements under sql/queries/builds.</summary>
internal static class BuildRow
{
    private const int Certs = 6;
    private const int Source = 21;
    private const int Result = 25;
    private const int Lease = 29;

    internal static Build Read(Row row) => new()
    {
        Spec = new()
        {
            Id = new(row.Text(0)),
            Platform = row.Text(1),
            Priority = row.Number(2),
            AwaitSource = row.Flag(3),
            ProjectId = row.TextOrNull(4),
            OriginalBuildId = row.TextOrNull(5) is { } original ? new BuildId(original) : null,
            Certs = File(row, Certs),
        },
        CreatedAt = row.At(10),
        Version = row.Long(11),
        Status = BuildStatusText.Parse(row.Text(13)),
        ReadyAt = row.At(14),
        UpdatedAt = row.At(15),
        StartedAt = row.AtOrNull(16),
        FinishedAt = row.AtOrNull(17),
        Attempt = row.Number(18),
        Losses = row.Number(19),
        Progress = row.Number(20),
        Source = File(row, Source),
        Result = File(row, Result),
        Lease = row.TextOrNull(Lease) is { } token ? new Lease(new(token), new(row.Text(32)), row.At(Lease + 1)) : null,
        IsClassic = row.Flag(31),
        Worker = row.TextOrNull(32) is { } worker ? new WorkerId(worker) : null,
        WorkerName = row.TextOrNull(33),
        Error = row.TextOrNull(34),
        ErrorCode = row.TextOrNull(35),
        Cancelled = row.TextOrNull(36) is { } cancelled ? new LeaseToken(cancelled) : null,
        Receipt = row.TextOrNull(37) is { } receipt ? new ReportReceipt(new(receipt), row.Text(38)) : null,
        PreviewUrl = row.TextOrNull(39),
        CancelConfirmedAt = row.AtOrNull(40),
    };

    internal static QueueEntry Entry(Row row) => new()
    {
        Id = row.Text(0),
        Lane = row.Text(1),
        Priority = row.Number(2),
        ReadyAt = row.At(3),
        Version = row.Long(4),
    };

    private static BuildFile? File(Row row, int first) => row.TextOrNull(first) is not { } id ? null : new BuildFile
    {
        FileId = id,
        Length = row.Long(first + 1),
        Sha256 = row.Text(first + 2),
        Name = row.TextOrNull(first + 3),
    };
}
