using System.Text;
using System.Text.Json;
using GrainJobs.Http;

namespace GrainJobs.Jobs;

/// <summary>What a report about a job may weigh, from a creator and from a worker alike. Lengths in characters.</summary>
internal static class ReportLimits
{
    internal const int Text = 2_000;
    internal const int Error = 16_000;

    /// <summary>The refusal of a result over the limit; null when it fits.</summary>
    internal static Refusal? TooLarge(JsonElement? result, LimitSettings limits) =>
        result is { } json && Encoding.UTF8.GetByteCount(json.GetRawText()) > limits.PayloadBytes
            ? new(RefusalCode.TooLarge, $"result is larger than {limits.PayloadBytes} bytes; keep data elsewhere and report its id")
            : null;
}
