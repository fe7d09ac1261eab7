namespace GrainJobs.ProductImages;

/// <summary>Settings of the sample, <c>Samples__ProductImages__*</c>.</summary>
public sealed class ProductImageOptions
{
    /// <summary>The folder that is searched; absent: the pictures that come with the sample.</summary>
    public string? Folder { get; set; }

    /// <summary>How long one search may take.</summary>
    public TimeSpan SearchLimit { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Run in the submitting call instead of in the background: the switch back.</summary>
    public bool Inline { get; set; }
}
