namespace GrainJobs.ProductImages;

/// <summary>A new order of a merchant.</summary>
internal sealed record OrderBody
{
    /// <summary>Made up when absent.</summary>
    public string? PurchaseOrderId { get; init; }

    public required string MerchantId { get; init; }

    /// <summary>The titles of its product drafts: what is searched for.</summary>
    public required string[] Drafts { get; init; }

    /// <summary>Ask for the images at once; so it is when absent.</summary>
    public bool? Enqueue { get; init; }
}
