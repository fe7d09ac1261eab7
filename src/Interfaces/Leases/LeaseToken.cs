using System.Security.Cryptography;

namespace GrainJobs.Leases;

/// <summary>The proof of one assignment: 128 random bits and the id of what was assigned. Unguessable; an older one of the same job is refused.</summary>
[GenerateSerializer, Immutable, Alias("gj.LeaseToken")]
public readonly record struct LeaseToken([property: Id(0)] string Value)
{
    private const int SecretLength = 32;

    /// <summary>A fresh token for a job or build.</summary>
    public static LeaseToken New(string id) => new(RandomNumberGenerator.GetHexString(SecretLength, lowercase: true) + "." + id);

    /// <summary>What the token was given for; null when the text is no token.</summary>
    public string? Subject => Value is { Length: > SecretLength + 1 } && Value[SecretLength] == '.' ? Value[(SecretLength + 1)..] : null;

    public override string ToString() => Subject is { } subject ? "lease of " + subject : "lease";
}
