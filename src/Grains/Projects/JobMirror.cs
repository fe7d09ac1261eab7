using GrainJobs.Jobs;
using GrainJobs.Storage;

namespace GrainJobs.Projects;

/// <summary>The tracked job through which clients follow a project's build; its end is announced to the update's webhook.</summary>
internal sealed class JobMirror(JobDesk desk, IGrainFactory grains)
{
    public const string JobType = "project_update";
    private const int Begun = 5;

    /// <summary>Creates it unless it exists.</summary>
    public async Task<Refusal?> Create(ProjectBuild build) => (await desk.Submit(new()
    {
        JobId = build.JobId,
        JobType = JobType,
        Tracked = true,
        Message = "Update queued",
        Metadata = EventData.Of(writer =>
        {
            writer.WriteString("projectId", build.ProjectId.Value);
            writer.WriteString("buildId", build.BuildId);
        }),
        CallbackUrl = build.WebhookUrl,
    })).Refusal;

    public Task Begin(ProjectBuild build) => Patch(build, new() { Status = JobStatus.Processing, Progress = Begun, Message = "Building" });

    public Task End(ProjectBuild build) => Patch(build, build.Status switch
    {
        ProjectStatus.Deployed => new() { Status = JobStatus.Completed, Message = "Deployed", Result = Outcome(build) },
        ProjectStatus.Failed => new() { Status = JobStatus.Error, Message = "Build failed", Error = build.Error ?? "The build failed", Result = Outcome(build) },
        ProjectStatus.Superseded => new() { Status = JobStatus.Cancelled, Message = "Superseded by a newer update", Result = Outcome(build) },
        _ => new() { Status = JobStatus.Cancelled, Message = "Cancelled", Result = Outcome(build) },
    });

    private static string Outcome(ProjectBuild build) => EventData.Of(writer =>
    {
        writer.WriteString("projectId", build.ProjectId.Value);
        writer.WriteString("buildId", build.BuildId);
        writer.WriteString("status", build.Status.ToString().ToLowerInvariant());
        if (build.PreviewUrl is { } url)
        {
            writer.WriteString("previewUrl", url);
        }

        if (build.FailureStage is { } stage)
        {
            writer.WriteString("failureStage", stage);
        }
    });

    /// <summary>A job that somebody ended or deleted stays as it is: the project has the truth.</summary>
    private async Task Patch(ProjectBuild build, JobPatch patch)
    {
        if (build.HasJoined)
        {
            return;
        }

        var patched = await grains.GetGrain<IJobGrain>(build.JobId).Patch(patch);
        if (patched is { IsRefused: true, Refusal.Code: RefusalCode.StorageUnavailable or RefusalCode.Overloaded })
        {
            throw new StorageUnavailableException(patched.Refusal.Detail);
        }
    }
}
