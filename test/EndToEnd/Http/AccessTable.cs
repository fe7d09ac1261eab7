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
    private const string Everybody = "none wrong workerId client worker job otherJob build otherBuild workerToken otherWorkerToken";

    /// <summary>Route to the kinds of credential that pass.</summary>
    internal static IReadOnlyDictionary<string, string> Rows { get; } = new Dictionary<string, string>
    {
        ["GET /health"] = Everybody,
        ["GET /api/health"] = Everybody,
        ["GET /health/live"] = Everybody,
        ["GET /health/ready"] = Everybody,
        ["GET /api/stats"] = Everybody,
        ["GET /public/stats"] = Everybody,
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
        ["POST /api/builds"] = "client",
        ["GET /api/builds"] = "client",
        ["POST /api/builds/submit"] = "client",
        ["PUT /api/builds/{id}/source"] = "client",
        ["POST /api/builds/{id}/cancel"] = "client",
        ["GET /api/builds/active"] = "client",
        ["GET /api/builds/statistics"] = "client",
        ["POST /api/builds/{id}/retry"] = "client build",
        ["GET /api/builds/{id}"] = "client build",
        ["GET /api/builds/{id}/status"] = "client build",
        ["GET /api/builds/{id}/logs"] = "client build",
        ["GET /api/builds/{id}/telemetry"] = "client build",
        ["GET /api/builds/{id}/download"] = "client build",
        ["GET /api/builds/{id}/download/result"] = "client build",
        ["GET /api/builds/{id}/download/source"] = "client build",
        ["GET /api/builds/{id}/source"] = "worker",
        ["GET /api/builds/{id}/certs"] = "worker",
        ["GET /api/builds/{id}/certs-secure"] = "worker",
        ["POST /api/builds/{id}/logs"] = "worker",
        ["POST /api/builds/{id}/heartbeat"] = "worker",
        ["POST /api/builds/{id}/telemetry"] = "worker",
        ["POST /api/workers/register"] = "worker workerToken otherWorkerToken",
        ["GET /api/workers/poll"] = "worker workerToken otherWorkerToken",
        ["POST /api/workers/result"] = "worker workerToken otherWorkerToken",
        ["POST /api/workers/upload"] = "worker workerToken otherWorkerToken",
        ["POST /api/workers/fail"] = "worker workerToken otherWorkerToken",
        ["POST /api/workers/abandon"] = "worker workerToken otherWorkerToken",
        ["POST /api/workers/heartbeat"] = "worker workerToken otherWorkerToken",
        ["POST /api/workers/{worker}/unregister"] = "worker workerToken",
        ["GET /api/workers/{worker}/stats"] = "client worker workerToken",
        ["POST /api/workers/{worker}/drain"] = Nobody,
        ["POST /api/workers/{worker}/resume"] = Nobody,
        ["GET /api/workers"] = "client worker",
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
