using System.Collections.Immutable;
using GrainJobs.Storage;

namespace GrainJobs.Jobs;

/// <summary>What a rule decided: the state before, the next one, and what to note in the event log. Without a next state there is nothing to write.</summary>
internal sealed record JobChange(Job? Before, Job Next, ImmutableArray<JobEvent> Events)
{
    /// <summary>Input bytes that go beside the row with this change.</summary>
    public byte[]? Input { get; init; }

    /// <summary>A repetition: answer, write nothing.</summary>
    public bool IsNothing => ReferenceEquals(Before, Next);

    public static JobChange Nothing(Job job) => new(job, job, []);

    /// <summary>This change, never written by itself, and the next one as a single write.</summary>
    public JobChange Then(JobChange next) => new(Before, next.Next, [.. Events, .. next.Events]) { Input = next.Input };

    public JobWrite ToWrite() => new(Next, Before?.Version ?? 0, Events) { Input = Input, Previous = Before, Undo = JobUndo.Note(Before, Next) };
}
