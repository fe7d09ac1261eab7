using System.Buffers;
using System.Globalization;
using System.Text.Json;
using GrainJobs.Jobs;

namespace GrainJobs.Outgoing;

/// <summary>The body of an announcement as Standard Webhooks has it: type, timestamp, data. The data carries the fields of the API's job.</summary>
internal static class WebhookBody
{
    public static byte[] Of(Job job) => Write(job.Status, job.FinishedAt ?? job.UpdatedAt, writer => WriteJob(writer, job));

    /// <summary>The job was deleted meanwhile: its end is announced all the same.</summary>
    public static byte[] OfGone(WebhookPayload payload, DateTimeOffset endedAt) =>
        Write(Enum.Parse<JobStatus>(payload.Status, ignoreCase: true), endedAt, writer =>
        {
            writer.WriteString("jobId", payload.JobId);
            writer.WriteString("status", payload.Status);
        });

    /// <summary>A status in the words of the API.</summary>
    public static string Word(JobStatus status) => status.ToString().ToLowerInvariant();

    private static byte[] Write(JobStatus status, DateTimeOffset at, Action<Utf8JsonWriter> data)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("type", status == JobStatus.Error ? "job.failed" : "job." + Word(status));
            writer.WriteString("timestamp", Time(at));
            writer.WriteStartObject("data");
            data(writer);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteJob(Utf8JsonWriter writer, Job job)
    {
        writer.WriteString("jobId", job.Id.Value);
        writer.WriteString("jobType", job.Spec.Type);
        writer.WriteString("status", Word(job.Status));
        writer.WriteString("message", job.Message);
        writer.WriteNumber("progress", job.Progress);
        WriteText(writer, "documentId", job.DocumentId);
        WriteJson(writer, "result", job.Result);
        WriteText(writer, "error", job.Error);
        WriteText(writer, "reason", job.Reason);
        writer.WriteString("queue", job.Spec.Queue.Value);
        writer.WriteNumber("attempt", job.Attempt);
        writer.WriteNumber("maxAttempts", job.Spec.MaxAttempts);
        writer.WriteString("createdAt", Time(job.CreatedAt));
        WriteText(writer, "startedAt", job.StartedAt is { } startedAt ? Time(startedAt) : null);
        WriteText(writer, "finishedAt", job.FinishedAt is { } finishedAt ? Time(finishedAt) : null);
        writer.WriteBoolean("skipped", job.Skipped);
        WriteJson(writer, "metadata", job.Spec.Metadata);
        writer.WriteNumber("version", job.Version);
    }

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static void WriteText(Utf8JsonWriter writer, string name, string? text)
    {
        if (text is not null)
        {
            writer.WriteString(name, text);
        }
    }

    private static void WriteJson(Utf8JsonWriter writer, string name, string? json)
    {
        if (json is not null)
        {
            writer.WritePropertyName(name);
            writer.WriteRawValue(json);
        }
    }
}
