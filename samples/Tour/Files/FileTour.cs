using GrainJobs.Http;
using GrainJobs.Jobs;

namespace GrainJobs.Files;

/// <summary>Creates a tracked job, uploads a file for it, and watches the job's stream meanwhile, as a web page with an upload bar would.</summary>
internal sealed class FileTour(GrainJobsClient client)
{
    internal async Task<bool> RunAsync(FileInfo file, CancellationToken stop)
    {
        Console.WriteLine($"processing {file.Name}");
        JobSnapshot job = await client.Jobs.SubmitAsync(new NewJob { JobType = "file_processing", Message = $"Waiting for {file.Name}" }, stop: stop);
        using CancellationTokenSource refused = CancellationTokenSource.CreateLinkedTokenSource(stop);
#pragma warning disable CA2025 // It is awaited below, before the source is disposed.
        Task upload = UploadAsync(job.JobId, file, refused);
#pragma warning restore CA2025
        JobSnapshot last = await WatchAsync(job, refused.Token);
        await upload;
        await PrintEventsAsync(job.JobId, stop);
        Console.WriteLine(last.Status == "completed" ? $"  result {last.Result}" : $"  failed: {last.Error}");
        return last.Status == "completed";
    }

    private async Task<JobSnapshot> WatchAsync(JobSnapshot job, CancellationToken stop)
    {
        try
        {
            await foreach (JobSnapshot seen in client.Jobs.WatchAsync(job.JobId, stop: stop))
            {
                Console.WriteLine($"  {seen.Progress,3} %  {seen.Status,-10} {seen.Message}");
                job = seen;
            }
        }
        catch (OperationCanceledException)
        {
            // Either the whole tour was stopped, or the upload was refused and its own task says why.
        }

        return job;
    }

    private async Task PrintEventsAsync(string jobId, CancellationToken stop)
    {
        JobHistory history = await client.Jobs.EventsAsync(jobId, stop: stop);
        foreach (JobHappening happening in history.Events)
        {
            Console.WriteLine($"  event {happening.Seq,2}  {happening.At:HH:mm:ss.fff}  {happening.Type} {happening.Data}");
        }
    }

    // A refused upload ends the watching too: nothing would ever happen to the job.
    private async Task UploadAsync(string jobId, FileInfo file, CancellationTokenSource refused)
    {
        try
        {
            await client.Files.ProcessAsync(new NewFile(file.FullName, "document") { ParentId = "tour", JobId = jobId }, stop: refused.Token);
        }
        catch (Exception fault) when (fault is GatewayException or GatewayUnavailableException)
        {
            await refused.CancelAsync();
            throw;
        }
    }
}
