using System.Text;
using System.Text.Json;
using GrainJobs.Http;

namespace GrainJobs.Jobs;

/// <summary>What a report about a job may weigh, from a creator and from a worker alike. Lengths in characters.</summary>
internal static class ReportLimits
{
    internal const int Text = 2_000;
    internal const int Error = 16_000;

    /// <summary>Notes a result over the limit.</summary>
    internal static void CheckResult(JsonElement? result, LimitSettings limits, FieldFaults faults) =>
        faults.CheckBytes("result", result is { } json ? Encoding.UTF8.GetByteCount(json.GetRawText()) : 0, limits.PayloadBytes);
}
