using GrainJobs.Files;
using GrainJobs.Http;
using GrainJobs.Silos;

namespace GrainJobs.Jobs;

/// <summary>The input of a job: small ones lie beside the row, others in the file store.</summary>
internal static class JobInputs
{
    /// <summary>Up to here an input is kept beside the row and travels with the lease.</summary>
    internal const int SmallBytes = 64 * 1024;

    internal static async Task<Answer> Put(string id, HttpContext context, IGrainFactory grains, JobReads reads, IFileStore files, LimitSettings limits)
    {
        // Refused before the body is read where that is certain already; the grain decides the rest.
        var known = await reads.Find(id);
        if (known is not { IsFinished: false, Input: null })
        {
            return known switch
            {
                null => JobAnswers.NotFound(),
                { IsFinished: true } => Problem.Of(RefusalCode.JobFinished, $"The job is {known.Status.ToString().ToLowerInvariant()}; final states are final."),
                _ => Problem.Of(RefusalCode.InputNotAwaited, "The job has its input already."),
            };
        }

        var head = new byte[SmallBytes + 1];
        var length = await context.Request.Body.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, context.RequestAborted);
        return length <= SmallBytes
            ? JobAnswers.Of(await grains.GetGrain<IJobGrain>(id).SaveInput(Describe(context, length, null), head[..length]))
            : await SaveFile(id, context, new HeadedStream(head, context.Request.Body), grains, files, limits);
    }

    internal static async Task<IResult> Get(string id, HttpContext context, IGrainFactory grains, JobReads reads, IFileStore files)
    {
        var found = await FindHeld(id, context, reads);
        if (found.IsRefused)
        {
            return Problem.Of(found.Refusal);
        }

        var job = found.Value;
        if (FileId.Parse(job.Input?.FileId) is { } file)
        {
            return new Download(files, file, job.Input!.FileName ?? job.Id.Value);
        }

        return job.Input is not null && await grains.JobDesk().Input(job.Id) is { } bytes
            ? Small(job, bytes)
            : Problem.Of(ProblemCode.FileNotFound, "The job has no input.");
    }

    /// <summary>The job, for a key, or for the worker that holds it. Another worker learns nothing, not even whether there is such a job.</summary>
    internal static async Task<Result<Job>> FindHeld(string id, HttpContext context, JobReads reads)
    {
        var (caller, job) = (context.Caller(), await reads.Find(id));
        return caller.Key switch
        {
            null when job?.Lease is not { } lease || lease.Worker.Value != caller.Worker?.Id =>
                new Refusal(ProblemCode.Forbidden, "This worker does not hold the job."),
            _ when job is null => new Refusal(RefusalCode.JobNotFound, "Job not found"),
            _ => job,
        };
    }

    private static async Task<Answer> SaveFile(
        string id, HttpContext context, HeadedStream body, IGrainFactory grains, IFileStore files, LimitSettings limits)
    {
        var stored = await files.Save(body, limits.SourceBytes, context.RequestAborted);
        var saved = await grains.GetGrain<IJobGrain>(id).SaveInput(Describe(context, stored.Length, stored.Id.Value), null);
        if (saved.IsRefused)
        {
            await files.Delete(stored.Id, CancellationToken.None);
        }

        return JobAnswers.Of(saved);
    }

    private static JobInput Describe(HttpContext context, long length, string? fileId) =>
        new() { ContentType = FileName.CleanType(context.Request.ContentType), Length = length, FileId = fileId };

    private static Answer Small(Job job, byte[] bytes) => new()
    {
        Status = StatusCodes.Status200OK,
        ContentType = job.Input!.ContentType == "application/json" ? "application/json" : "application/octet-stream",
        Body = bytes,
        Headers = [new("Content-Disposition", "attachment")],
    };
}
