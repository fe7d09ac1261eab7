namespace GrainJobs.Histories;

/// <summary>A job's whole event log as one client read it.</summary>
public sealed record EventListing(string JobId, IReadOnlyList<SeenEvent> Events);

/// <summary>One line of it; <see cref="Attempt"/> where the event has one.</summary>
public sealed record SeenEvent(long Seq, string Type, string At, int? Attempt);
