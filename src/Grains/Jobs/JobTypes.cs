namespace GrainJobs.Jobs;

/// <summary>Types with a meaning of their own.</summary>
internal static class JobTypes
{
    /// <summary>When the creator names none.</summary>
    public const string Generic = "generic";

    /// <summary>Delivered by the service itself to its callback URL.</summary>
    public const string Http = "http";

    /// <summary>The announcement of another job's end.</summary>
    public const string Webhook = "webhook";

    /// <summary>Types whose creator reports, unless a queue is named.</summary>
    public static bool IsTrackedByDefault(string type) =>
        type is Generic or "file_processing" or "document_analysis" or "llm_agent";
}
