using System.Globalization;
using System.Text.Json;
using GrainJobs.Http;
using GrainJobs.Leases;

namespace GrainJobs.Builds;

/// <summary>Signs of life of a build: heartbeats and telemetry.</summary>
internal static class BuildBeats
{
    private const string Snapshot = "cpu_snapshot";

    internal static async Task<Answer> Beat(string id, HttpContext context, WorkerCalls calls, BuildReads reads, TimeProvider time)
    {
        var body = await RequestBody.Json(context, BuildWire.Default.BeatBody);
        return body.IsRefused ? Problem.Of(body.Refusal) : await BeatWith(id, body.Value, context, calls, reads, time);
    }

    internal static async Task<Answer> BeatWith(string? id, BeatBody body, HttpContext context, WorkerCalls calls, BuildReads reads, TimeProvider time)
    {
        if (body.Progress is < 0 or > 100)
        {
            return Problem.Field("progress", "must be a number from 0 to 100");
        }

        var order = await calls.Beat(id, context, body.WorkerId, body.LeaseToken);
        if (order.IsRefused)
        {
            return Problem.Of(order.Refusal);
        }

        if (body.Progress is { } progress && order.Value == LeaseOrder.Continue)
        {
            await reads.Grain(new(id!)).Report(new() { Kind = ReportKind.Progress, Progress = (int)progress, Token = WorkerCalls.TokenOf(context, body.LeaseToken) });
        }

        return Answer.Ok(
            new BeatView("ok", time.GetUtcNow().ToUnixTimeMilliseconds(), order.Value.ToString().ToLowerInvariant()), BuildWire.Default.BeatView);
    }

    internal static async Task<Answer> Telemetry(string id, HttpContext context, WorkerCalls calls, BuildReads reads, TimeProvider time)
    {
        var body = await RequestBody.Json(context, BuildWire.Default.TelemetryBody);
        var call = body.IsRefused ? body.Refusal : await calls.About(id, context, body.Value.WorkerId, body.Value.LeaseToken);
        if (call.IsRefused)
        {
            return Problem.Of(call.Refusal);
        }

        var sample = Sample(body.Value!, time.GetUtcNow());
        if (sample.IsRefused)
        {
            return Problem.Of(sample.Refusal);
        }

        if (body.Value!.Type == Snapshot)
        {
            var kept = await reads.Grain(call.Value.Build).Sample(call.Value, sample.Value);
            if (kept.IsRefused)
            {
                return Problem.Of(kept.Refusal);
            }
        }

        return Answer.Ok(new TakenView("ok"), BuildWire.Default.TakenView);
    }

    private static Result<BuildSample> Sample(TelemetryBody body, DateTimeOffset now)
    {
        var faults = new FieldFaults();
        faults.Check("type", body.Type is { Length: > 0 and <= 100 }, "is required, at most 100 characters");
        var at = At(body.Timestamp, now);
        faults.Check("timestamp", at is not null, "must be an ISO 8601 text or epoch milliseconds");
        var (cpu, memory) = (0d, 0d);
        if (body.Type == Snapshot)
        {
            faults.Check("data.cpu_percent", TryNumber(body.Data, "cpu_percent", BuildSample.MostCpuPercent, out cpu), "must be a number from 0 to 1000");
            faults.Check("data.memory_mb", TryNumber(body.Data, "memory_mb", BuildSample.MostMemoryMb, out memory), "must be a number from 0 to 1,000,000");
        }

        return faults.IsEmpty ? new BuildSample { At = at!.Value, CpuPercent = cpu, MemoryMb = memory } : faults.ToRefusal();
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
