using System.Security.Cryptography;
using System.Text;
using GrainJobs.Http;
using GrainJobs.Silos;

namespace GrainJobs.Projects;

/// <summary>
/// Lets a signed request in, or refuses it: no signature 401, timestamp 408, a nonce seen before 409 whatever the rest, a wrong signature 403.
/// A nonce is used up only by a request whose signature is genuine. Timestamps are the wall clock's, which a silo in this process does not go by.
/// </summary>
internal sealed class SignatureDoor(SigningSettings settings, IGrainFactory grains, [FromKeyedServices(SignatureDoor.WallClock)] TimeProvider time)
{
    /// <summary>The key of the time provider that is the wall clock.</summary>
    internal const string WallClock = "wall";

    internal bool IsOpen => settings.SharedSecret is not null;

    /// <summary>The genuine signatures, or the refusal.</summary>
    internal async Task<Result<string[]>> Enter(SignedRequest request)
    {
        var (verdict, genuine) = Signatures.Judge(request, settings, time.GetUtcNow());
        return verdict switch
        {
            SignatureVerdict.Missing => new Refusal(ProblemCode.MissingSignature, "Missing signature: send x-sheen-signature or x-sheen-sig-v2"),
            SignatureVerdict.OutOfTime => new Refusal(
                ProblemCode.TimestampOutOfRange, "x-sheen-timestamp must be the time in Unix seconds, at most 120 seconds off"),
            SignatureVerdict.Wrong when await IsUsed(request.Nonce) => Replayed(),
            SignatureVerdict.Wrong => new Refusal(ProblemCode.InvalidSignature, "Invalid signature"),
            _ => request.Nonce.Length == 0 || await Use(request.Nonce) ? genuine : Replayed(),
        };
    }

    private static Refusal Replayed() => new(ProblemCode.ReplayDetected, "The nonce was used before; sign each request with a fresh one");

    private Task<bool> Use(string nonce)
    {
        var caller = Guid.NewGuid();
        return SafeRepeat.Run(() => Nonce(nonce).Use(caller));
    }

    private async Task<bool> IsUsed(string nonce) => nonce.Length > 0 && await Nonce(nonce).IsUsed();

    private INonceGrain Nonce(string nonce) => grains.GetGrain<INonceGrain>(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(nonce))));
}
