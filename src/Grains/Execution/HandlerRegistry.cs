using System.Collections.Frozen;

namespace GrainJobs.Execution;

/// <summary>The job types this cluster runs itself. Every silo registers the same.</summary>
internal sealed class HandlerRegistry(IEnumerable<HandlerDescriptor> handlers)
{
    private readonly FrozenDictionary<string, HandlerDescriptor> byType = handlers.GroupBy(each => each.JobType).ToFrozenDictionary(each => each.Key, Only);

    public IReadOnlyList<string> Types => byType.Keys;

    public HandlerDescriptor? Find(string jobType) => byType.GetValueOrDefault(jobType);

    private static HandlerDescriptor Only(IGrouping<string, HandlerDescriptor> sameType) => sameType.Count() == 1
        ? sameType.Single()
        : throw new InvalidOperationException($"The job type {sameType.Key} has {sameType.Count()} handlers; register exactly one.");
}
