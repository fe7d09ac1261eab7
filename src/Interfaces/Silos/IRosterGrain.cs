namespace GrainJobs.Silos;

/// <summary>Which silos take part, as the silo that answers knows it from its own memory: it answers also while the database is away. Any key.</summary>
[Alias("gj.IRosterGrain")]
public interface IRosterGrain : IGrainWithIntegerKey
{
    /// <summary>The active ones, as <c>SiloAddress.ToParsableString()</c> has them.</summary>
    [Alias("Active")]
    Task<string[]> Active();

    /// <summary>Those that said that they leave, until a minute after they have left: they answer what they have begun.</summary>
    [Alias("Leaving")]
    Task<string[]> Leaving();
}
