namespace GrainJobs.ProductImages;

/// <summary>An order with what it has.</summary>
internal sealed record OrderView(string PurchaseOrderId, string MerchantId, string? JobId, int ReviewSessions, DraftView[] Drafts);

/// <summary>A draft with its images.</summary>
internal sealed record DraftView(string Id, string Title, ImageView[] Images);

/// <summary>An image, without its bytes.</summary>
internal sealed record ImageView(int Position, string Source, string ContentType, int Width, int Height, int Bytes);
