namespace GrainJobs.Http;

/// <summary>
/// Who gets past the door, route by route. Admins pass everywhere and are not named; whoever is not named is answered 401 without a
/// credential and 403 with one. The document of the running service says which routes there are, and each must stand here.
/// </summary>
internal static class AccessTable
{
    /// <summary>Credentials mean nothing there: the signature over the request decides.</summary>
    internal const string Signature = "signature";

    private const string Nobody = "";
    private const string Everybody = "none wrong workerId client worker job otherJob build workerToken otherWorkerToken";

    /// <summary>Route to the kinds of credential that pass.</summary>
    internal static IReadOnlyDictionary<string, string> Rows { get; } = new Dictionary<string, string>
    {
        ["GET /health"] = Everybody,
        ["GET /api/health"] = Everybody,
        ["GET /health/live"] = Everybody,
        ["GET /health/ready"] = Everybody,
        ["GET /api/stats/jobs"] = "client",
        ["POST /api/jobs"] = "client",
        ["GET /api/jobs"] = "client",
        ["POST /api/jobs/bulk"] = "client",
        ["GET /api/jobs/{id}"] = "client job",
        ["PATCH /api/jobs/{id}"] = "client",
        ["DELETE /api/jobs/{id}"] = "client",
        ["GET /api/jobs/{id}/stream"] = "client job",
        ["GET /api/jobs/{id}/events"] = "client job",
        ["GET /api/jobs/{id}/logs"] = "client job",
        ["POST /api/jobs/{id}/logs"] = "client worker",
        ["PUT /api/jobs/{id}/input"] = "client",
        ["GET /api/jobs/{id}/input"] = "client worker",
        ["POST /api/jobs/{id}/cancel"] = "client",
        ["POST /api/jobs/{id}/retry"] = "client",
        ["POST /api/files/process"] = "client",
        ["POST /api/file-manager/process"] = "client",
        ["POST /api/queues/{queue}/lease"] = "worker workerToken otherWorkerToken",
        ["POST /api/workers/{worker}/leases/heartbeat"] = "worker workerToken",
        ["POST /api/leases/{leaseToken}/progress"] = "worker workerToken otherWorkerToken",
        ["POST /api/leases/{leaseToken}/complete"] = "worker workerToken otherWorkerToken",
        ["POST /api/leases/{leaseToken}/skip"] = "worker workerToken otherWorkerToken",
        ["POST /api/leases/{leaseToken}/fail"] = "worker workerToken otherWorkerToken",
        ["POST /api/leases/{leaseToken}/release"] = "worker workerToken otherWorkerToken",
        ["GET /api/queues"] = "client",
        ["GET /api/queues/{queue}"] = "client",
        ["POST /v1/update-project"] = Signature,
        ["GET /api/projects"] = "client",
        ["GET /api/projects/{id}"] = "client",
        ["PUT /api/projects/{id}"] = "client",
        ["GET /api/projects/{id}/builds"] = "client",
        ["POST /samples/product-images/orders"] = "client",
        ["GET /samples/product-images/orders/{id}"] = "client",
        ["DELETE /samples/product-images/orders/{id}"] = "client",
        ["DELETE /samples/product-images/drafts/{id}"] = "client",
        ["DELETE /samples/product-images/merchants/{id}"] = "client",
        ["PUT /api/queues/{queue}"] = Nobody,
        ["POST /api/queues/{queue}/pause"] = Nobody,
        ["POST /api/queues/{queue}/resume"] = Nobody,
        ["POST /api/queues/{queue}/drain"] = Nobody,
    };
}
