namespace GrainJobs.Projects;

/// <summary>One nonce of a signed request, remembered in the whole cluster for 600 s. Key: its hash.</summary>
[Alias("gj.INonceGrain")]
public interface INonceGrain : IGrainWithStringKey
{
    /// <summary>Whether it was used.</summary>
    [Alias("IsUsed")]
    Task<bool> IsUsed();

    /// <summary>Uses it: true for exactly one caller, and again for the same one, whose answer may have been lost.</summary>
    /// <param name="caller">Made up by the caller for this request.</param>
    [Alias("Use")]
    Task<bool> Use(Guid caller);
}
