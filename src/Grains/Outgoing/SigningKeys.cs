using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace GrainJobs.Outgoing;

/// <summary>The secrets deliveries are signed with, as Standard Webhooks has it: HMAC-SHA-256 over id, timestamp and body.</summary>
internal sealed class SigningKeys(IReadOnlyList<byte[]> keys)
{
    private const string Prefix = "whsec_";
    private const int DerivedLength = 32;

    /// <summary>No secret is set and none can be derived.</summary>
    public bool IsEmpty => keys.Count == 0;

    /// <param name="options">The secrets set; they come first.</param>
    /// <param name="tokenSecret">What one is derived from when none is set; absent: none.</param>
    public static SigningKeys From(OutgoingOptions options, string? tokenSecret) => options.SigningSecrets.Count > 0 || string.IsNullOrEmpty(tokenSecret)
        ? new([.. options.SigningSecrets.Select(each => Decode(each)!)])
        : new([HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(tokenSecret), DerivedLength, info: "grainjobs outgoing signing"u8.ToArray())]);

    /// <summary>The bytes of a secret; null when the text is none.</summary>
    public static byte[]? Decode(string secret)
    {
        var bytes = new byte[secret.Length];
        return secret.StartsWith(Prefix, StringComparison.Ordinal)
            && Convert.TryFromBase64String(secret[Prefix.Length..], bytes, out var length) && length is >= 24 and <= 64
            ? bytes[..length]
            : null;
    }

    /// <summary>The value of <c>webhook-signature</c>: one signature by each secret.</summary>
    /// <param name="unixSeconds">The value of <c>webhook-timestamp</c>.</param>
    public string Sign(string id, long unixSeconds, ReadOnlySpan<byte> body)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{unixSeconds}.")), .. body];
        return string.Join(' ', keys.Select(key => "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, signed))));
    }
}
