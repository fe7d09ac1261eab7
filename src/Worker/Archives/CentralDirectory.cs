using System.Buffers.Binary;

namespace GrainJobs.Archives;

/// <summary>
/// How long the list of entries at a zip's end is. The library reads all of it into memory, whatever its length, so it is measured first.
/// </summary>
internal static class CentralDirectory
{
    private const uint EndSignature = 0x06054b50;
    private const uint Zip64LocatorSignature = 0x07064b50;
    private const uint Zip64EndSignature = 0x06064b50;
    private const int EndLength = 22;
    private const int LongestComment = ushort.MaxValue;
    private const int Zip64LocatorLength = 20;
    private const int Zip64EndLength = 56;

    /// <summary>Throws when the list is longer than allowed, or there is none.</summary>
    internal static void Check(Stream archive, ArchiveLimits limits)
    {
        (long endAt, ReadOnlyMemory<byte> end) = FindEnd(archive);
        long start = BinaryPrimitives.ReadUInt32LittleEndian(end.Span[16..]);
        if (start == uint.MaxValue)
        {
            start = Zip64Start(archive, endAt);
        }

        if (start < 0 || start > endAt || endAt - start > limits.DirectoryBytes)
        {
            throw new ArchiveRefusedException($"The archive's list of entries is broken or longer than {limits.DirectoryBytes} bytes.");
        }
    }

    private static (long At, ReadOnlyMemory<byte> Record) FindEnd(Stream archive)
    {
        int length = (int)Math.Min(archive.Length, EndLength + LongestComment);
        byte[] tail = Read(archive, archive.Length - length, length);
        for (int at = length - EndLength; at >= 0; at--)
        {
            if (BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(at)) == EndSignature)
            {
                return (archive.Length - length + at, tail.AsMemory(at, EndLength));
            }
        }

        throw new ArchiveRefusedException("The source is not a zip archive, or it was cut short.");
    }

    private static long Zip64Start(Stream archive, long endAt)
    {
        byte[] locator = Read(archive, endAt - Zip64LocatorLength, Zip64LocatorLength);
        long at = BinaryPrimitives.ReadUInt32LittleEndian(locator) == Zip64LocatorSignature ? BinaryPrimitives.ReadInt64LittleEndian(locator.AsSpan(8)) : -1;
        byte[] end = Read(archive, at, Zip64EndLength);
        return BinaryPrimitives.ReadUInt32LittleEndian(end) == Zip64EndSignature ? BinaryPrimitives.ReadInt64LittleEndian(end.AsSpan(48)) : -1;
    }

    private static byte[] Read(Stream archive, long at, int length)
    {
        if (at < 0 || at + length > archive.Length)
        {
            throw new ArchiveRefusedException("The archive's end is broken.");
        }

        byte[] bytes = new byte[length];
        archive.Position = at;
        archive.ReadExactly(bytes);
        return bytes;
    }
}
