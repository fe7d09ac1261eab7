using GrainJobs.Execution;
using Microsoft.Extensions.DependencyInjection;

namespace GrainJobs.FileProcessing;

/// <summary>Registers the processing of files with a silo.</summary>
public static class FileProcessingSetup
{
    /// <summary>The job type it runs.</summary>
    public const string JobType = "file_processing";

    public static IServiceCollection AddFileProcessing(this IServiceCollection services) =>
        services.AddJobHandler<FileProcessingHandler, AnyPayload>(JobType, options =>
        {
            options.Concurrency = 4;
            options.Timeout = TimeSpan.FromMinutes(30);
            options.IsPermanent = static exception => exception is FileNotFoundException or InvalidDataException or ArgumentException or NotSupportedException;
        });
}
