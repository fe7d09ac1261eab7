namespace GrainJobs.FileProcessing.Types;

/// <summary>A type of file, and how its text is got at.</summary>
internal readonly record struct FileType(string Mime, TextForm Form);
