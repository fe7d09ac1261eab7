using GrainJobs.Workers;

namespace GrainJobs.Http;

/// <summary>Who sent a request: everything genuine it presented.</summary>
internal sealed record Caller
{
    internal static readonly Caller Nobody = new();

    /// <summary>The key, when one was presented and is ours.</summary>
    public ApiKey? Key { get; init; }

    public AccessToken? Job { get; init; }

    public AccessToken? Build { get; init; }

    public AccessToken? Worker { get; init; }

    /// <summary>What <c>X-Worker-Id</c> says: an identity, no proof of anything.</summary>
    public string? ClaimedWorker { get; init; }

    /// <summary>A credential was presented, genuine or not.</summary>
    public bool PresentedAny { get; init; }

    /// <summary>Whether anything genuine was presented.</summary>
    internal bool IsKnown => Key is not null || Job is not null || Build is not null || Worker is not null;

    internal bool IsAdmin => Key?.Role == Role.Admin;

    /// <summary>Who it is, for logs, pauses and the scope of idempotency keys. Never a secret.</summary>
    internal string Name => this switch
    {
        { Key: { } key } => key.Name,
        { Worker: { } worker } => "worker " + worker.Id,
        { Build: { } build } => "holder of build " + build.Id,
        { Job: { } job } => "holder of job " + job.Id,
        _ => "anonymous",
    };

    /// <summary>
    /// The worker this request acts for: a worker token decides; a key of the role admin or worker may name any.
    /// Null when none is named.
    /// </summary>
    internal Result<WorkerId?> ActingWorker(string? named)
    {
        var wanted = string.IsNullOrEmpty(named) ? ClaimedWorker : named;
        if (Worker is { } own)
        {
            return string.IsNullOrEmpty(wanted) || wanted == own.Id
                ? Result<WorkerId?>.Ok(new WorkerId(own.Id))
                : new Refusal(ProblemCode.Forbidden, "This worker token is for another worker.");
        }

        return wanted switch
        {
            null or "" => Result<WorkerId?>.Ok(null),
            _ when WorkerId.IsValid(wanted) => Result<WorkerId?>.Ok(new WorkerId(wanted)),
            _ => new Refusal(RefusalCode.Invalid, "The worker id must be 1 to 128 characters of A-Z a-z 0-9 _ . : - and not begin with silo:"),
        };
    }
}
