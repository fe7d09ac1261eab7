using GrainJobs.Http;

namespace GrainJobs.Files;

/// <summary>The routes that process files.</summary>
internal static class FileEndpoints
{
    internal static void MapFiles(this IEndpointRouteBuilder routes, LimitSettings limits)
    {
        foreach (var (path, name) in new[] { ("/api/files/process", "processFile"), ("/api/file-manager/process", "processManagedFile") })
        {
            routes.MapPost(path, (HttpContext context, FileRuns processing) => processing.Process(context))
                .Allow(Callers.Clients).Parks().FilesUpTo(limits.SourceBytes)
                .TakesParts(
                    new("file", true, true), new("documentType", false, true), new("jobId", false, false), new("parentId", false, false),
                    new("contractId", false, false), new("invoiceId", false, false), new("fuelBidId", false, false))
                .Header("Idempotency-Key", "Makes a repetition safe.")
                .Produces<ProcessedFile>().Refuses(400, 409, 413, 415, 504)
                .Doc(name, "Stores a file, processes it in the background, and answers when that has ended.", "Files");
        }
    }
}
