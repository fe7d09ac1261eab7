using GrainJobs.Files;
using GrainJobs.Http;

namespace GrainJobs.Jobs;

/// <summary>Commands to one job.</summary>
internal static class JobChanges
{
    internal static async Task<Answer> Patch(string id, HttpContext context, IGrainFactory grains, LimitSettings limits)
    {
        var body = await RequestBody.Json(context, JobJson.Default.PatchBody, (patch, faults) => patch.Judge(limits, faults));
        if (body.IsRefused)
        {
            return Problem.Of(body.Refusal);
        }

        return Job(grains, id) is { } job ? JobAnswers.Of(await job.Patch(body.Value.ToPatch())) : JobAnswers.NotFound();
    }

    internal static async Task<Answer> Cancel(string id, IGrainFactory grains)
    {
        if (Job(grains, id) is not { } job)
        {
            return JobAnswers.NotFound();
        }

        var cancelled = await job.Cancel();
        return JobAnswers.Of(cancelled, cancelled.Value?.Status == JobStatus.Cancelled ? StatusCodes.Status200OK : StatusCodes.Status202Accepted);
    }

    internal static async Task<Answer> Delete(string id, IGrainFactory grains, IFileStore files)
    {
        if (Job(grains, id) is not { } job)
        {
            return JobAnswers.NotFound();
        }

        var deleted = await job.Delete();
        if (deleted.IsRefused)
        {
            return Problem.Of(deleted.Refusal);
        }

        if (FileId.Parse(deleted.Value.Input?.FileId) is { } file)
        {
            await files.Delete(file, CancellationToken.None);
        }

        return Answer.Empty(StatusCodes.Status204NoContent);
    }

    /// <summary>The job's grain; null when the text can be no job's id.</summary>
    internal static IJobGrain? Job(IGrainFactory grains, string? id) =>
        JobId.IsValid(id) && !HiddenJobs.IsHidden(id!) ? grains.Refer<IJobGrain>(id!) : null;
}
