using System.Collections.Concurrent;
using GrainJobs.Execution;

namespace GrainJobs.Jobs;

/// <summary>What the scripted handler is to do, by name; and what it did.</summary>
internal sealed class Scripts
{
    private readonly ConcurrentDictionary<string, Func<IJobContext, Task<JobOutcome>>> scripts = new();
    private int number;

    public ConcurrentQueue<(string JobId, int Attempt)> Runs { get; } = new();

    /// <summary>A payload that makes the handler do this.</summary>
    public string Add(Func<IJobContext, Task<JobOutcome>> script)
    {
        var name = $"s{Interlocked.Increment(ref number)}";
        scripts[name] = script;
        return $$"""{"script":"{{name}}"}""";
    }

    public Task<JobOutcome> Run(string script, IJobContext context)
    {
        Runs.Enqueue((context.JobId.Value, context.Attempt));
        return scripts[script](context);
    }
}
