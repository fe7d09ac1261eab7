namespace GrainJobs.Http;

/// <summary>Which parts a multipart route knows; others are read over and forgotten.</summary>
/// <param name="Fields">Names of text parts.</param>
/// <param name="Files">Names of file parts with their limit in bytes.</param>
internal sealed record FormSpec(IReadOnlySet<string> Fields, IReadOnlyDictionary<string, long> Files);
