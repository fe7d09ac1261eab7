using System.Globalization;
using System.Text.Json;
using GrainJobs.Http;

namespace GrainJobs.Builds;

/// <summary>Signs of life of a build: heartbeats and telemetry.</summary>
internal static class BuildBeats
{
    private const string Snapshot = "cpu_snapshot";

    internal static async Task<Answer> Beat(string id, HttpContext context, WorkerCalls calls, TimeProvider time)
    {
        var body = await RequestBody.Json(context, BuildWire.Default.BeatBody, Judge);
        return body.IsRefused ? Problem.Of(body.Refusal) : await BeatWith(id, body.Value, context, calls, time);
    }

    internal static async Task<Answer> BeatWith(string? id, BeatBody body, HttpContext context, WorkerCalls calls, TimeProvider time)
    {
        var order = await calls.Beat(id, context, body.WorkerId, body.LeaseToken, (int?)body.Progress);
        if (order.IsRefused)
        {
            return Problem.Of(order.Refusal);
        }

        return Answer.Ok(
            new BeatView("ok", time.GetUtcNow().ToUnixTimeMilliseconds(), order.Value.ToString().ToLowerInvariant()), BuildWire.Default.BeatView);
    }

    internal static async Task<Answer> Telemetry(string id, HttpContext context, WorkerCalls calls, BuildReads reads, TimeProvider time)
    {
        var body = (await RequestBody.Read(context, BuildWire.Default.TelemetryBody)).Unjudged((said, faults) => _ = Sample(said, faults, time.GetUtcNow()));
        var call = body.IsRefused ? body.Refusal : await calls.About(id, context, body.Value.WorkerId, body.Value.LeaseToken);
        if (call.IsRefused)
        {
            return Problem.Of(call.Refusal);
        }

        var faults = new FieldFaults();
        var sample = Sample(body.Value!, faults, time.GetUtcNow());
        if (!faults.IsEmpty)
        {
            return Problem.Of(faults.ToRefusal());
        }

        if (body.Value!.Type == Snapshot)
        {
            var kept = await reads.Grain(call.Value.Build).Sample(call.Value, sample);
            if (kept.IsRefused)
            {
                return Problem.Of(kept.Refusal);
            }
        }

        return Answer.Ok(new TakenView("ok"), BuildWire.Default.TakenView);
    }

    internal static void Judge(double? progress, FieldFaults faults) =>
        faults.Check("progress", progress is not (< 0 or > 100), "must be a number from 0 to 100");

    private static void Judge(BeatBody body, FieldFaults faults) => Judge(body.Progress, faults);

    private static BuildSample Sample(TelemetryBody body, FieldFaults faults, DateTimeOffset now)
    {
        faults.Check("type", body.Type is { Length: > 0 and <= 100 }, "is required, at most 100 characters");
        var at = At(body.Timestamp, now);
        faults.Check("timestamp", at is not null, "must be an ISO 8601 text or epoch milliseconds");
        var (cpu, memory) = (0d, 0d);
        if (body.Type == Snapshot)
        {
            faults.Check("data.cpu_percent", TryNumber(body.Data, "cpu_percent", BuildSample.MostCpuPercent, out cpu), "must be a number from 0 to 1000");
            faults.Check("data.memory_mb", TryNumber(body.Data, "memory_mb", BuildSample.MostMemoryMb, out memory), "must be a number from 0 to 1,000,000");
        }

        return new() { At = at ?? now, CpuPercent = cpu, MemoryMb = memory };
    }

    private static DateTimeOffset? At(JsonElement? value, DateTimeOffset now) => value switch
    {
        null or { ValueKind: JsonValueKind.Null } => now,
        { ValueKind: JsonValueKind.String } text => DateTimeOffset.TryParse(
            text.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at.ToUniversalTime() : null,
        { ValueKind: JsonValueKind.Number } number when number.TryGetInt64(out var ms) && ms is >= 0 and < 253_402_300_800_000 =>
            DateTimeOffset.FromUnixTimeMilliseconds(ms),
        _ => null,
    };

    private static bool TryNumber(JsonElement? data, string name, double most, out double number)
    {
        number = 0;
        return data is { ValueKind: JsonValueKind.Object } members
            && members.TryGetProperty(name, out var value)
            && value.ValueKind == JsonValueKind.Number
            && value.TryGetDouble(out number)
            && number >= 0
            && number <= most;
    }
}
