using System.Security.Cryptography;

namespace GrainJobs.Files;

/// <summary>Passes an upload through while it counts, limits and hashes the bytes.</summary>
public sealed class MeteredStream(Stream inner, long maxBytes) : ForwardStream
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private byte[]? digest;

    /// <summary>Bytes that came through so far.</summary>
    public long Count { get; private set; }

    /// <summary>The SHA-256 of what came through, lower-case hex. Nothing may be read after this.</summary>
    public string Sha256 => Convert.ToHexStringLower(digest ??= hash.GetHashAndReset());

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken);
        return Meter(buffer.Span, read);
    }

    public override int Read(byte[] buffer, int offset, int count) =>
        Meter(buffer.AsSpan(offset, count), inner.Read(buffer, offset, count));

    protected override void Dispose(bool disposing)
    {
        hash.Dispose();
        base.Dispose(disposing);
    }

    private int Meter(ReadOnlySpan<byte> buffer, int read)
    {
        Count += read;
        if (Count > maxBytes)
        {
            throw new FileTooLargeException(maxBytes);
        }

        hash.AppendData(buffer[..read]);
        return read;
    }
}
