using GrainJobs.Execution;

namespace GrainJobs.FileProcessing;

/// <summary>Runs jobs of type <c>file_processing</c> on the file that is their input.</summary>
internal sealed class FileProcessingHandler : IJobHandler<AnyPayload>
{
    public async Task<JobOutcome> Run(AnyPayload payload, IJobContext context)
    {
        await using var content = await context.OpenInput();
        if (content is null || context.Job.Input is not { } input)
        {
            return JobOutcome.Failed("The job has no file: create it with awaitInput and PUT the file to /api/jobs/{id}/input, or POST it to /api/files/process");
        }

        var report = await FileAnalysis.Run(content, input.FileName ?? "", input.ContentType, context.Report, input.Length, context.Stop);
        return JobOutcome.Completed(report.ToJson(), $"Processed {report.Size} bytes of {report.ContentType}");
    }
}
