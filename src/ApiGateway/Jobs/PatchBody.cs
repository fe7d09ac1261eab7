using System.Text.Json;
using GrainJobs.Http;

namespace GrainJobs.Jobs;

/// <summary>An update of a tracked job.</summary>
internal sealed record PatchBody
{
    public JobStatus? Status { get; init; }

    public int? Progress { get; init; }

    public string? Message { get; init; }

    public string? DocumentId { get; init; }

    public JsonElement? Result { get; init; }

    public string? Error { get; init; }

    /// <summary>Notes what is wrong with it.</summary>
    internal void Judge(LimitSettings limits, FieldFaults faults)
    {
        faults.Check("progress", Progress is not (< 0 or > 100), "must be a whole number from 0 to 100");
        faults.CheckText("message", Message, ReportLimits.Text);
        faults.CheckText("documentId", DocumentId, ReportLimits.Text);
        faults.CheckText("error", Error, ReportLimits.Error);
        ReportLimits.CheckResult(Result, limits, faults);
    }

    internal JobPatch ToPatch() => new()
    {
        Status = Status,
        Progress = Progress,
        Message = Message,
        DocumentId = DocumentId,
        Result = Result?.GetRawText(),
        Error = Error,
    };
}
