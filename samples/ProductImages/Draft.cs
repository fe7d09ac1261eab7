namespace GrainJobs.ProductImages;

/// <summary>A product draft as it stands now.</summary>
internal sealed record Draft(string Id, string Title);
