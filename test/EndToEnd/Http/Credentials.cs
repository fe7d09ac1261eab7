using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace GrainJobs.Http;

/// <summary>One credential of every kind, for a job, a build and a worker of known ids.</summary>
internal static class Credentials
{
    internal const string Job = "the-job";
    internal const string Build = "the-build";
    internal const string Worker = "the-worker";
    internal const string TokenSecret = "a-token-secret-of-at-least-32-characters";
    internal const string ClientKey = "a-client-key-of-at-least-32-characters";
    internal const string WorkerKey = "a-worker-key-of-at-least-32-characters";

    /// <summary>Kind to the header that carries it; none sends nothing.</summary>
    internal static IReadOnlyDictionary<string, (string Name, string Value)?> All { get; } = new Dictionary<string, (string, string)?>
    {
        ["none"] = null,
        ["workerId"] = ("X-Worker-Id", Worker),
        ["wrong"] = ("X-API-Key", "a-key-of-nobody-of-at-least-32-characters"),
        ["client"] = ("Authorization", "Bearer " + ClientKey),
        ["worker"] = ("X-API-Key", WorkerKey),
        ["job"] = ("X-Job-Token", Token("gjj_", "Job", Job)),
        ["otherJob"] = ("X-Job-Token", Token("gjj_", "Job", "another-job")),
        ["build"] = ("X-Build-Token", Token("gjb_", "Build", Build)),
        ["workerToken"] = ("X-Worker-Token", Token("gjw_", "Worker", Worker)),
        ["otherWorkerToken"] = ("X-Worker-Token", Token("gjw_", "Worker", "another-worker")),
    };

    /// <summary>Whether a kind is no credential at all.</summary>
    internal static bool IsNone(string kind) => kind is "none" or "workerId";

    // Written out once more: a change of the derivation would end every token that clients hold.
    private static string Token(string prefix, string kind, string id)
    {
        byte[] mac = HMACSHA256.HashData(Encoding.UTF8.GetBytes(TokenSecret), Encoding.UTF8.GetBytes($"{kind}|{id}|0"))[..24];
        return $"{prefix}{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(id))}.0.{Base64Url.EncodeToString(mac)}";
    }
}
