using System.Globalization;

namespace GrainJobs.Hosting;

/// <summary>A size as people write it: bytes, or a number with <c>KB MB GB</c> (powers of 1000) or <c>KiB MiB GiB</c> (powers of 1024).</summary>
public static class ByteSize
{
    private static readonly (string Unit, long Factor)[] Units =
    [
        ("KiB", 1L << 10), ("MiB", 1L << 20), ("GiB", 1L << 30),
        ("KB", 1_000), ("MB", 1_000_000), ("GB", 1_000_000_000),
        ("B", 1),
    ];

    /// <summary>Whether the text is a size, and how many bytes.</summary>
    public static bool TryParse(string text, out long bytes)
    {
        var (unit, factor) = Array.Find(Units, unit => text.EndsWith(unit.Unit, StringComparison.OrdinalIgnoreCase));
        var digits = text.AsSpan(0, text.Length - (unit?.Length ?? 0)).Trim();
        var known = decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number);
        var product = known && number <= long.MaxValue / (decimal)Math.Max(factor, 1) ? number * Math.Max(factor, 1) : -1;
        bytes = product >= 0 ? (long)product : 0;
        return product >= 0 && product == decimal.Truncate(product);
    }
}
