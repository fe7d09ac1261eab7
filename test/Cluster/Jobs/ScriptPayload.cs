namespace GrainJobs.Jobs;

internal sealed record ScriptPayload(string Script);
