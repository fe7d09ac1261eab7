namespace GrainJobs.Hosting;

/// <summary>How fast a silent silo is declared dead.</summary>
public enum MembershipProfile
{
    /// <summary>A dead, frozen or cut-off silo's work moves within 15 s; a pause of over about 5 s costs the silo.</summary>
    Fast,

    /// <summary>For machines that stall: pauses up to half a minute are forgiven.</summary>
    Tolerant,
}
