using GrainJobs.Http;

namespace GrainJobs.Files;

/// <summary>How the processing of a file ended.</summary>
internal sealed record ProcessedFile
{
    public required bool Success { get; init; }

    /// <summary>Absent when the client named none.</summary>
    public string? JobId { get; init; }

    public string? DocumentId { get; init; }

    /// <summary>What was found in the file.</summary>
    public RawJson? ExtractedData { get; init; }

    public string? Error { get; init; }

    public required ProcessedFileFacts Metadata { get; init; }
}

/// <summary>What is known of the file and its processing.</summary>
internal sealed record ProcessedFileFacts(
    string DocumentType, string? FileName, string ContentType, long FileSize, string Sha256, string ParentType, string ParentId, double ProcessingSeconds);
