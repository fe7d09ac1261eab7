namespace GrainJobs.ProductImages;

/// <summary>A picture that a search found.</summary>
/// <param name="Source">Where it comes from.</param>
/// <param name="Content">Its bytes, in whatever format.</param>
public sealed record FoundImage(string Source, ReadOnlyMemory<byte> Content);
