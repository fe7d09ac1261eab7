using System.Text.Json;

namespace GrainJobs.Jobs;

/// <summary>One stage of a job; the result of each is the input of the next.</summary>
public sealed record NewJobStage(string JobType, JsonElement? Payload = null);
