using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using GrainJobs.Queues;

namespace GrainJobs.Leases;

/// <summary>
/// The proof of one assignment: 176 random bits, where its queue lives, and the id of what was assigned. Unguessable; an older one of the same job is refused.
/// </summary>
[GenerateSerializer, Immutable, Alias("gj.LeaseToken")]
public readonly record struct LeaseToken([property: Id(0)] string Value)
{
    private const int SecretLength = 32;
    private const int SecretBytes = 24;

    // As much of the secret as holds the hash, and can be decoded by itself.
    private const int HashLength = 4;
    private const int HashBytes = 3;

    /// <summary>A fresh token for a job or build of a queue.</summary>
    public static LeaseToken New(QueueName queue, string id) => Of(NewSecret(queue), id);

    /// <summary>What makes a token: base64url, the hash of the queue's name and then only random bits.</summary>
    public static string NewSecret(QueueName queue)
    {
        Span<byte> bytes = stackalloc byte[SecretBytes];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, QueueHome.HashOf(queue));
        RandomNumberGenerator.Fill(bytes[sizeof(ushort)..]);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>The token of a job or build with a given secret.</summary>
    public static LeaseToken Of(string secret, string id) => new(secret + "." + id);

    /// <summary>What the token was given for; null when the text is no token.</summary>
    public string? Subject => Value is { Length: > SecretLength + 1 } && Value[SecretLength] == '.' ? Value[(SecretLength + 1)..] : null;

    /// <summary>
    /// The hash of its queue's name, as <see cref="QueueHome.HashOf"/> answers it: a hint where a report is cheap. That of a token of the first release, or of
    /// a text that is none, is any number.
    /// </summary>
    public ushort QueueHash
    {
        get
        {
            Span<byte> bytes = stackalloc byte[HashBytes];
            return Value is { Length: > HashLength } && Base64Url.DecodeFromChars(Value.AsSpan(0, HashLength), bytes, out _, out var read) == OperationStatus.Done && read == HashBytes
                ? BinaryPrimitives.ReadUInt16BigEndian(bytes)
                : (ushort)0;
        }
    }

    public override string ToString() => Subject is { } subject ? "lease of " + subject : "lease";
}
