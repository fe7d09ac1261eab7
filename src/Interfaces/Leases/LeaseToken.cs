using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using GrainJobs.Queues;

namespace GrainJobs.Leases;

/// <summary>
/// The proof of one assignment: where its queue lives, the request it answered, 128 random bits, and the id of what was assigned. Unguessable; an older one of
/// the same job is refused.
/// </summary>
[GenerateSerializer, Immutable, Alias("gj.LeaseToken")]
public readonly record struct LeaseToken([property: Id(0)] string Value)
{
    private const int SecretLength = 32;
    private const int SecretBytes = 24;

    // As much of the secret as holds the hash, and can be decoded by itself.
    private const int HashLength = 4;
    private const int HashBytes = 3;

    // As much of it as holds the number of the request, too.
    private const int AskLength = 12;
    private const int AskBytes = 9;

    /// <summary>A fresh token for a job or build of a queue.</summary>
    public static LeaseToken New(QueueName queue, string id, long ask = AskNumber.None) => Of(NewSecret(queue, ask), id);

    /// <summary>What makes a token: base64url, the hash of the queue's name, the number of the request, and then only random bits.</summary>
    public static string NewSecret(QueueName queue, long ask = AskNumber.None)
    {
        Span<byte> bytes = stackalloc byte[SecretBytes];
        RandomBytes.Fill(bytes[sizeof(ushort)..]);
        if (ask != AskNumber.None)
        {
            BinaryPrimitives.WriteInt64BigEndian(bytes, ask);
        }

        // Over the leading zeros of the number.
        BinaryPrimitives.WriteUInt16BigEndian(bytes, QueueHome.HashOf(queue));
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
            return Decode(HashLength, bytes) ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : (ushort)0;
        }
    }

    /// <summary>The request it answered; any number where none was told, or in a token of the first release.</summary>
    public long Ask
    {
        get
        {
            Span<byte> bytes = stackalloc byte[AskBytes];
            return Decode(AskLength, bytes) ? BinaryPrimitives.ReadInt64BigEndian(bytes) & AskNumber.Largest : AskNumber.None;
        }
    }

    public override string ToString() => Subject is { } subject ? "lease of " + subject : "lease";

    private bool Decode(int characters, Span<byte> bytes) =>
        Value is { } value && value.Length > characters && Base64Url.DecodeFromChars(value.AsSpan(0, characters), bytes, out _, out var read) == OperationStatus.Done && read == bytes.Length;
}
