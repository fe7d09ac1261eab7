namespace GrainJobs.Jobs;

/// <summary>How long finished work is kept.</summary>
public sealed class RetentionOptions
{
    /// <summary>Completed and cancelled work.</summary>
    public TimeSpan Completed { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Failed work.</summary>
    public TimeSpan Failed { get; set; } = TimeSpan.FromDays(30);
}
