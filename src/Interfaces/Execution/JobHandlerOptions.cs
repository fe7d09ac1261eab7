using System.ComponentModel.DataAnnotations;

namespace GrainJobs.Execution;

/// <summary>Settings of one job type; each can be overridden as <c>Handlers__{type}__{name}</c>.</summary>
public sealed class JobHandlerOptions
{
    /// <summary>How many of this type run at once on one silo.</summary>
    [Range(1, 10_000)]
    public int Concurrency { get; set; } = 32;

    /// <summary>How long one attempt may run.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Counted failures until the end, unless the job says otherwise.</summary>
    [Range(1, 100)]
    public int MaxAttempts { get; set; } = 3;

    /// <summary>The wait after the first failure; doubles.</summary>
    public TimeSpan Backoff { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Run in the submitting call instead of in the background: the switch back.</summary>
    public bool Inline { get; set; }

    /// <summary>Exceptions that no retry will help.</summary>
    public Func<Exception, bool> IsPermanent { get; set; } = static exception => exception is ArgumentException or NotSupportedException or FormatException;
}
