using GrainJobs.Builds;
using GrainJobs.Http;

namespace GrainJobs.Files;

/// <summary>The file route.</summary>
public sealed class FilesClient
{
    private readonly Gateway gateway;

    internal FilesClient(Gateway gateway) => this.gateway = gateway;

    /// <summary>Uploads a file and answers when it was processed; watch the job of <see cref="NewFile.JobId"/> meanwhile. The key makes a repeat safe.</summary>
    public Task<FileOutcome> ProcessAsync(NewFile file, string? idempotencyKey = null, CancellationToken stop = default)
        => gateway.SendAsync(
            new Call(HttpMethod.Post, "api/files/process")
            {
                Body = () => new MultipartFormDataContent()
                    .Text("documentType", file.DocumentType).Text("jobId", file.JobId)
                    .Text("parentId", file.ParentId).Text("contractId", file.ContractId)
                    .Text("invoiceId", file.InvoiceId).Text("fuelBidId", file.FuelBidId)
                    .File("file", file.Path),
                Key = idempotencyKey ?? Guid.NewGuid().ToString("n"),
                Repeatable = true,
                AskFirst = true,
                Limit = gateway.Options.TransferLimit,
            },
            CamelJson.Default.FileOutcome,
            stop);
}
