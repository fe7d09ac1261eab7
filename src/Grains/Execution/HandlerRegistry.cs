using System.Collections.Frozen;

namespace GrainJobs.Execution;

/// <summary>The job types this cluster runs itself. Every silo registers the same.</summary>
internal sealed class HandlerRegistry(IEnumerable<HandlerDescriptor> handlers)
{
    private readonly FrozenDictionary<string, HandlerDescriptor> byType = handlers.ToFrozenDictionary(each => each.JobType);

    public IReadOnlyList<string> Types => byType.Keys;

    public HandlerDescriptor? Find(string jobType) => byType.GetValueOrDefault(jobType);
}
