using System.Security.Cryptography;
using SkiaSharp;

namespace GrainJobs.ProductImages;

/// <summary>A picture decoded, made small enough, and encoded anew: what is stored is ours, not what was found.</summary>
internal sealed record Picture(byte[] Content, int Width, int Height, string Hash)
{
    public const string ContentType = "image/jpeg";
    public const int LongestSide = 512;
    private const int Quality = 85;
    private const long MostPixels = 50_000_000;

    /// <summary>Null when the bytes are no picture, or one too large to open.</summary>
    public static Picture? From(ReadOnlyMemory<byte> bytes)
    {
        using var data = SKData.CreateCopy(bytes.Span);
        using var codec = SKCodec.Create(data);
#pragma warning disable CA1508 // Without nullable annotations the analyzer takes the native codec for granted: it is null for what is no picture.
        if (codec is null || (long)codec.Info.Width * codec.Info.Height is 0 or > MostPixels)
#pragma warning restore CA1508
        {
            return null;
        }

        using var full = SKBitmap.Decode(codec);
        return full is null ? null : Encode(full);
    }

    private static Picture? Encode(SKBitmap full)
    {
        var scale = Math.Min(1.0, (double)LongestSide / Math.Max(full.Width, full.Height));
        var size = new SKImageInfo(Math.Max(1, (int)Math.Round(full.Width * scale)), Math.Max(1, (int)Math.Round(full.Height * scale)));
        using var small = full.Resize(size, new SKSamplingOptions(SKCubicResampler.Mitchell));
        using var encoded = small?.Encode(SKEncodedImageFormat.Jpeg, Quality);
        return encoded is null ? null : new(encoded.ToArray(), size.Width, size.Height, Convert.ToHexStringLower(SHA256.HashData(encoded.AsSpan())));
    }
}
