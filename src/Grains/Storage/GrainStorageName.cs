namespace GrainJobs.Storage;

/// <summary>Names of storage providers.</summary>
internal static class GrainStorageName
{
    /// <summary>The ADO.NET provider for low-volume grains.</summary>
    public const string Grains = "grains";
}
