namespace GrainJobs.ProductImages;

/// <summary>What the job carries: ids. Orders and drafts are fetched when it runs, for they may have changed or gone by then.</summary>
public sealed record ProductImagesPayload(string PurchaseOrderId, string MerchantId);
