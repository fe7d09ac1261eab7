using GrainJobs.Http;

namespace GrainJobs.Jobs;

/// <summary>Answers about one job.</summary>
internal sealed class JobAnswers(TokenMint mint)
{
    /// <summary>The job.</summary>
    internal static Answer Of(Job job, int status = StatusCodes.Status200OK, WaitReason? waitingFor = null) =>
        Answer.Json(status, JobView.Of(job) with { WaitingFor = WaitView.Of(waitingFor) }, JobJson.Default.JobView) with
        {
            ETag = EntityTag.Of(job.Version),
        };

    /// <summary>The changed job, or why it was not changed.</summary>
    internal static Answer Of(Result<Job> result, int status = StatusCodes.Status200OK) =>
        result.IsRefused ? Problem.Of(result.Refusal) : Of(result.Value, status);

    internal static Answer NotFound() => Problem.Of(RefusalCode.JobNotFound, "Job not found");

    /// <summary>A created or existing job with its token and place.</summary>
    internal Answer Created(JobSubmission submission) => Answer.Json(
        submission.Created ? StatusCodes.Status201Created : StatusCodes.Status200OK,
        JobView.Of(submission.Job) with { AccessToken = mint.Make(TokenKind.Job, submission.Job.Id.Value) },
        JobJson.Default.JobView) with
    {
        Location = "/api/jobs/" + Uri.EscapeDataString(submission.Job.Id.Value),
        ETag = EntityTag.Of(submission.Job.Version),
    };
}
