namespace GrainJobs.FileProcessing;

/// <summary>A word in lower case and how often it occurs.</summary>
public sealed record WordCount(string Word, long Count);
