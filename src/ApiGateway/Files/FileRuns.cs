using System.Text.Json;
using GrainJobs.Http;
using GrainJobs.Jobs;
using GrainJobs.Silos;

namespace GrainJobs.Files;

/// <summary>
/// Processes an uploaded file as a job: takes over the tracked job that the client named, creates it when it is unknown, or uses one that
/// nobody sees when none was named.
/// </summary>
internal sealed partial class FileRuns(
    FormReader forms, Once once, IGrainFactory grains, NearDesk near, JobReads reads, HiddenJobs hidden, LimitSettings limits, TimeProvider time, ILogger<FileRuns> log)
{
    private const string JobType = "file_processing";

    private static readonly string[] Parents = ["parentId", "contractId", "invoiceId", "fuelBidId"];
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    private readonly FormSpec spec = new(
        new HashSet<string>(Parents) { "documentType", "jobId" }, new Dictionary<string, long> { ["file"] = limits.SourceBytes });

    internal Task<Answer> Process(HttpContext context) => forms.Read(context, spec, form =>
        Judge(form) is { } refusal
            ? Task.FromResult(Problem.Of(refusal))
            : once.Run(context, form.Fingerprint, () => Process(form, context)));

    private static Refusal? Judge(UploadForm form)
    {
        var id = form.Field("jobId");
        return form switch
        {
            _ when form.File("file") is null || form.Field("documentType") is null => new(RefusalCode.Invalid, "Missing required fields: file, documentType"),
            _ when ParentOf(form) is null => new(RefusalCode.Invalid, "Missing parent reference: parentId, contractId, invoiceId or fuelBidId"),
            _ when id is not null && (!JobId.IsValid(id) || HiddenJobs.IsHidden(id)) =>
                new(RefusalCode.Invalid, "jobId must be 1 to 128 characters of A-Z a-z 0-9 _ . : - and not begin with internal:"),
            _ => null,
        };
    }

    private async Task<Answer> Process(UploadForm form, HttpContext context)
    {
        var began = time.GetTimestamp();
        var named = form.Field("jobId");
        var id = named is null ? HiddenJobs.New(time.GetUtcNow()) : new JobId(named);
        if (await Begin(id, named is not null, form) is { } refusal)
        {
            return Problem.Of(refusal);
        }

        form.Keep();
        if (named is null)
        {
            hidden.RemoveAtEnd(id);
        }

        return await reads.WaitPast(id, long.MaxValue, Longest, context.RequestAborted) is { IsFinished: true } job
            ? Ended(job, named, form, time.GetElapsedTime(began))
            : Problem.Of(RefusalCode.TimedOut, "The file is still being processed; follow the job.");
    }

    /// <summary>Makes sure there is a job, and gives it the file; the refusal when it can't be had.</summary>
    private async Task<Refusal?> Begin(JobId id, bool isNamed, UploadForm form)
    {
        if (!isNamed || await reads.Find(id.Value) is null)
        {
            if (isNamed)
            {
                LogUnknown(log, id);
            }

            var draft = new JobDraft { JobId = id.Value, JobType = JobType, Message = "Starting file processing...", Tracked = true };
            var created = await near.Call(draft.Queue, desk => desk.Submit(draft));
            if (created.IsRefused)
            {
                return created.Refusal;
            }
        }

        return (await grains.GetGrain<IJobGrain>(id.Value).TakeOver(Input(form))).Refusal;
    }

    private static JobInput Input(UploadForm form)
    {
        var file = form.File("file")!;
        var (parentType, parentId) = ParentOf(form)!.Value;
        var order = new FileOrder(form.Field("documentType")!, parentType, parentId, file.Stored.Sha256);
        return new()
        {
            ContentType = file.ContentType,
            Length = file.Stored.Length,
            FileId = file.Stored.Id.Value,
            FileName = file.Name,
            Attributes = JsonSerializer.Serialize(order, FileJson.Default.FileOrder),
        };
    }

    private static Answer Ended(Job job, string? named, UploadForm form, TimeSpan took)
    {
        var file = form.File("file")!;
        var (parentType, parentId) = ParentOf(form)!.Value;
        var processed = new ProcessedFile
        {
            Success = job.Status == JobStatus.Completed,
            JobId = named,
            DocumentId = job.DocumentId,
            ExtractedData = job.Status == JobStatus.Completed ? RawJson.Of(job.Result) : null,
            Error = job.Status == JobStatus.Completed ? null : job.Error ?? "The job was cancelled",
            Metadata = new(
                form.Field("documentType")!, file.Name, file.ContentType, file.Stored.Length, file.Stored.Sha256, parentType, parentId,
                Math.Round(took.TotalSeconds, 3)),
        };
        return Answer.Ok(processed, FileJson.Default.ProcessedFile);
    }

    private static (string Type, string Id)? ParentOf(UploadForm form) =>
        Parents.FirstOrDefault(name => form.Field(name) is not null) is { } parent ? (parent[..^2], form.Field(parent)!) : null;
}
