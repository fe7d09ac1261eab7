namespace GrainJobs.Execution;

/// <summary>
/// The payload of a handler that takes whatever JSON the creator sent, as text. For types whose payload is not ours to judge;
/// every other handler declares a record of scalars.
/// </summary>
/// <param name="Json">Absent when the job has none.</param>
public sealed record AnyPayload(string? Json);
