namespace GrainJobs.Execution;

/// <summary>Settings of the worker inside each silo.</summary>
public sealed class ExecutionOptions
{
    /// <summary>Whether this silo runs jobs itself.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>At most how many quick jobs of one type are leased ahead of a free place; never more than run in a tenth of a second.</summary>
    public int LeaseAhead { get; set; } = 2_000;

    /// <summary>Jobs that take longer than this on average are not leased ahead.</summary>
    public TimeSpan QuickWithin { get; set; } = TimeSpan.FromMilliseconds(20);

    /// <summary>How long running jobs get when the silo stops.</summary>
    public TimeSpan StopWithin { get; set; } = TimeSpan.FromSeconds(20);
}
