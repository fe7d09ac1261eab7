using System.Security.Cryptography;

namespace GrainJobs;

/// <summary>
/// Unguessable bytes in small portions. The generator is asked for many at once: each time it is asked is a call of the system, which costs more than all else
/// in making an id. What was handed out is erased.
/// </summary>
internal static class RandomBytes
{
    private const int Portion = 1_024;

    [ThreadStatic]
    private static byte[]? pool;

    [ThreadStatic]
    private static int left;

    /// <param name="bytes">At most 1,024.</param>
    internal static void Fill(Span<byte> bytes)
    {
        var stock = pool ??= new byte[Portion];
        if (left < bytes.Length)
        {
            RandomNumberGenerator.Fill(stock);
            left = Portion;
        }

        left -= bytes.Length;
        var taken = stock.AsSpan(left, bytes.Length);
        taken.CopyTo(bytes);
        taken.Clear();
    }
}
