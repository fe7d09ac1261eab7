using System.Diagnostics.Metrics;

namespace GrainJobs.Storage;

/// <summary>How many statements the database was sent; beside the finished jobs it tells what one costs.</summary>
internal static class StatementMeter
{
    private static readonly Meter Meter = new("GrainJobs.Statements");
    private static readonly Counter<long> Statements = Meter.CreateCounter<long>("grainjobs.storage.statements", "{statement}", "Statements sent, by kind.");

    internal static void Read() => Statements.Add(1, new KeyValuePair<string, object?>("kind", "read"));

    internal static void Wrote(int count = 1) => Statements.Add(count, new KeyValuePair<string, object?>("kind", "write"));
}
