using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace GrainJobs.Http;

/// <summary>
/// Makes and checks the tokens of jobs, builds and workers: <c>gj?_id.generation.mac</c>, where the mac is derived from the
/// installation's token secret. Nothing is stored, every gateway checks alone, and the same thing always has the same token.
/// </summary>
internal sealed class TokenMint(byte[] secret)
{
    private const int MacBytes = 24;

    internal string Make(TokenKind kind, string id, int generation = 0) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Prefix(kind)}{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(id))}.{generation}.{Base64Url.EncodeToString(Mac(kind, id, generation))}");

    /// <summary>What the token opens; null when it is not one of ours.</summary>
    internal AccessToken? Check(string text)
    {
        if (KindOf(text) is not { } kind || text[4..].Split('.') is not [var id64, var number, var mac64])
        {
            return null;
        }

        return TryDecode(id64) is { } id && TryDecode(mac64) is { } mac
            && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var generation)
            ? Verify(new(kind, Encoding.UTF8.GetString(id), generation), mac)
            : null;
    }

    /// <summary>Whether the text looks like a token, genuine or not.</summary>
    internal static bool IsToken(string text) => KindOf(text) is not null;

    private AccessToken? Verify(AccessToken token, byte[] mac) =>
        CryptographicOperations.FixedTimeEquals(Mac(token.Kind, token.Id, token.Generation), mac) ? token : null;

    private byte[] Mac(TokenKind kind, string id, int generation) => HMACSHA256.HashData(
        secret,
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{kind}|{id}|{generation}")))[..MacBytes];

    private static byte[]? TryDecode(string text)
    {
        try
        {
            return Base64Url.DecodeFromChars(text);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static string Prefix(TokenKind kind) => kind switch
    {
        TokenKind.Job => "gjj_",
        TokenKind.Build => "gjb_",
        _ => "gjw_",
    };

    private static TokenKind? KindOf(string text) => text switch
    {
        _ when text.StartsWith("gjj_", StringComparison.Ordinal) => TokenKind.Job,
        _ when text.StartsWith("gjb_", StringComparison.Ordinal) => TokenKind.Build,
        _ when text.StartsWith("gjw_", StringComparison.Ordinal) => TokenKind.Worker,
        _ => null,
    };
}
