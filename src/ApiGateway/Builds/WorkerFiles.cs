using GrainJobs.Files;
using GrainJobs.Http;

namespace GrainJobs.Builds;

/// <summary>Files of a build for the worker that holds it, and for nobody else.</summary>
internal static class WorkerFiles
{
    internal static Task<IResult> Source(string id, HttpContext context, WorkerCalls calls, BuildReads reads, IFileStore files) =>
        ForHolder(id, context, calls, reads, build => Task.FromResult(BuildReading.File(build, build.Source, "source", files)));

    internal static Task<IResult> Certs(string id, HttpContext context, WorkerCalls calls, BuildReads reads, IFileStore files) =>
        ForHolder(id, context, calls, reads, build => Task.FromResult(build.Spec.Certs is null
            ? Problem.Of(ProblemCode.FileNotFound, "Certs not found")
            : BuildReading.File(build, build.Spec.Certs, "certs", files)));

    internal static Task<IResult> Certificates(string id, HttpContext context, WorkerCalls calls, BuildReads reads, IFileStore files) =>
        ForHolder(id, context, calls, reads, async build =>
        {
            if (FileId.Parse(build.Spec.Certs?.FileId) is not { } stored || await files.Open(stored, FileRange.Whole, context.RequestAborted) is not { } file)
            {
                return Problem.Of(ProblemCode.FileNotFound, "Certs not found");
            }

            await using (file)
            {
                var read = await CertsArchive.Read(file.Content, context.RequestAborted);
                return read.IsRefused ? Problem.Of(read.Refusal) : Answer.Ok(read.Value, BuildWire.Default.CertificatesView);
            }
        });

    private static async Task<IResult> ForHolder(string id, HttpContext context, WorkerCalls calls, BuildReads reads, Func<Build, Task<IResult>> use)
    {
        var acting = WorkerCalls.Acting(context, null);
        if (acting is { IsRefused: false, Value: null })
        {
            return Problem.Of(ProblemCode.Forbidden, "Only the assigned worker may read this: name it with X-Worker-Id or worker_id.");
        }

        var call = await calls.About(id, context, null, null);
        if (call.IsRefused)
        {
            return Problem.Of(call.Refusal);
        }

        return await reads.Find(id) is { Lease: not null } build && build.Worker == call.Value.Worker
            ? await use(build)
            : Problem.Of(RefusalCode.NotAssigned, "Build not assigned to this worker");
    }
}
