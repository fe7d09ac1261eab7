using GrainJobs.Execution;

namespace GrainJobs.Jobs;

/// <summary>Does what the test said.</summary>
internal sealed class ScriptedHandler(Scripts scripts) : IJobHandler<ScriptPayload>
{
    public Task<JobOutcome> Run(ScriptPayload payload, IJobContext context) => scripts.Run(payload.Script, context);
}
