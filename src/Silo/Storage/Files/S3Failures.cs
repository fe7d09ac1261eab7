using Amazon.Runtime;
using GrainJobs.Storage;

namespace GrainJobs.Files;

/// <summary>Turns the library's exceptions into ours: a store that is away is storage that is away.</summary>
internal static class S3Failures
{
    /// <summary>Runs a call to the store.</summary>
    internal static async Task<T> Translate<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (Exception failure) when (IsAway(failure))
        {
            throw Away(failure);
        }
    }

    /// <summary>Whether the store refused or did not answer.</summary>
    internal static bool IsAway(Exception failure) => failure is AmazonServiceException or AmazonClientException or HttpRequestException;

    internal static StorageUnavailableException Away(Exception failure) => new("The file store did not answer as it should.", failure);
}
