namespace GrainJobs.Files;

/// <summary>What a handler is told about a file beside its content.</summary>
internal sealed record FileOrder(string DocumentType, string ParentType, string ParentId, string Sha256);
