namespace GrainJobs.Outgoing;

/// <summary>Which end is announced.</summary>
/// <param name="JobId">The job that ended.</param>
/// <param name="Status">How, in the words of the API.</param>
internal sealed record WebhookPayload(string JobId, string Status);
