namespace GrainJobs.Files;

/// <summary>A file to process. Exactly one of the four parents is given.</summary>
/// <param name="Path">Where it lies; streamed from there.</param>
public sealed record NewFile(string Path, string DocumentType)
{
    /// <summary>A tracked job that follows the processing; absent: none that is visible.</summary>
    public string? JobId { get; init; }

    public string? ParentId { get; init; }

    public string? ContractId { get; init; }

    public string? InvoiceId { get; init; }

    public string? FuelBidId { get; init; }
}
