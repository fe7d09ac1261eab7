namespace GrainJobs.Builds;

/// <summary>Settings of builds, under <c>Builds</c>.</summary>
public sealed class BuildOptions
{
    /// <summary>What the heartbeat limit of the classic protocol does.</summary>
    public LostPolicy LostPolicy { get; set; } = LostPolicy.Fail;
}
