using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace GrainJobs.Projects;

/// <summary>Checks signatures, HMAC-SHA-256 in hex over the raw bytes. Pure: no clock, no store.</summary>
internal static class Signatures
{
    /// <summary>How far a timestamp may be from now, either way.</summary>
    internal static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(120);

    /// <summary>The verdict, and which signatures were genuine (lower-case hex).</summary>
    internal static (SignatureVerdict Verdict, string[] Genuine) Judge(SignedRequest request, SigningSettings settings, DateTimeOffset now)
    {
        if (request.Signature.Length == 0 && request.SignatureV2.Length == 0)
        {
            return (SignatureVerdict.Missing, []);
        }

        var isBodyOnly = settings.AllowBodyOnly && request.Timestamp.Length == 0 && request.Signature.Length > 0;
        if (!isBodyOnly && !IsInTime(request.Timestamp, now))
        {
            return (SignatureVerdict.OutOfTime, []);
        }

        string[] genuine = isBodyOnly ? Genuine(request.Signature, BodyOnly(request), settings) :
        [
            .. Genuine(request.Signature, V1(request), settings),
            .. Genuine(request.SignatureV2, V2(request, SortedQuery(request.Query)), settings),
        ];
        return (genuine.Length > 0 ? SignatureVerdict.Genuine : SignatureVerdict.Wrong, genuine);
    }

    internal static byte[] V1(SignedRequest request) => [.. Encoding.UTF8.GetBytes(request.Timestamp), .. request.Body.Span];

    internal static byte[] BodyOnly(SignedRequest request) => request.Body.ToArray();

    internal static byte[] V2(SignedRequest request, string sortedQuery)
    {
        var path = sortedQuery.Length == 0 ? request.Path : request.Path + "?" + sortedQuery;
        var head = $"{request.Method.ToUpperInvariant()}\n{path}\n{request.Timestamp}\n{request.Nonce}\n";
        return [.. Encoding.UTF8.GetBytes(head), .. request.Body.Span];
    }

    /// <summary>The parameters in the order of their names, as they were sent; equal names keep their order.</summary>
    internal static string SortedQuery(string query) => string.Join('&', query
        .Split('&', StringSplitOptions.RemoveEmptyEntries)
        .OrderBy(pair => pair.Split('=', 2)[0], StringComparer.Ordinal));

    private static bool IsInTime(string timestamp, DateTimeOffset now) =>
        long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && Math.Abs((decimal)now.ToUnixTimeSeconds() - seconds) <= (decimal)Tolerance.TotalSeconds;

    private static string[] Genuine(string signature, byte[] message, SigningSettings settings)
    {
        Span<byte> sent = stackalloc byte[HMACSHA256.HashSizeInBytes];
        var isHex = signature.Length == 2 * sent.Length
            && Convert.FromHexString(signature, sent, out _, out var written) == System.Buffers.OperationStatus.Done
            && written == sent.Length;
        var expected = HMACSHA256.HashData(settings.SharedSecret!, message);
        return CryptographicOperations.FixedTimeEquals(sent, expected) && isHex ? [Convert.ToHexStringLower(expected)] : [];
    }
}
