using System.Buffers.Binary;

namespace GrainJobs;

/// <summary>Ids that sort by time: UUIDs of version 7 (RFC 9562) as 32 hexadecimal digits.</summary>
internal static class OrderedId
{
    private const int Size = 16;
    private const int MillisecondBytes = 6;
    private const int SpareBits = 16;
    private const int VersionByte = 6;
    private const int VariantByte = 8;

    /// <summary>An id that sorts after those made in an earlier millisecond.</summary>
    internal static string New(DateTimeOffset now)
    {
        Span<byte> bytes = stackalloc byte[Size];
        BinaryPrimitives.WriteInt64BigEndian(bytes, now.ToUnixTimeMilliseconds() << SpareBits);
        RandomBytes.Fill(bytes[MillisecondBytes..]);
        bytes[VersionByte] = (byte)(0x70 | (bytes[VersionByte] & 0x0F));
        bytes[VariantByte] = (byte)(0x80 | (bytes[VariantByte] & 0x3F));
        return Convert.ToHexStringLower(bytes);
    }
}
