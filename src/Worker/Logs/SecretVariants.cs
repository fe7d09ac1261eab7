using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace GrainJobs.Logs;

/// <summary>The ways a secret gets into a log: as it is, and as tools encode it. Pure.</summary>
internal static class SecretVariants
{
    /// <summary>Shorter ones would mask ordinary words.</summary>
    internal const int Shortest = 5;

    /// <summary>All of them, without line breaks, because a log may break anywhere.</summary>
    internal static IEnumerable<string> Of(string secret)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(secret);
        string url = Uri.EscapeDataString(secret);
        IEnumerable<string> all =
        [
            secret,
            .. Base64(bytes),
            Convert.ToHexString(bytes),
            Convert.ToHexStringLower(bytes),
            url,
            LowerEscapes(url),
            url.Replace("%20", "+", StringComparison.Ordinal),
            Quoted(secret, JavaScriptEncoder.Default),
            Quoted(secret, JavaScriptEncoder.UnsafeRelaxedJsonEscaping),
            Quoted(secret, JavaScriptEncoder.Default).Replace("\\u0022", "\\\"", StringComparison.Ordinal),
        ];
        return all.Select(Squeeze).Where(variant => variant.Length >= Shortest).Distinct(StringComparer.Ordinal);
    }

    internal static string Squeeze(string text) => text.Replace("\r", string.Empty, StringComparison.Ordinal).Replace("\n", string.Empty, StringComparison.Ordinal);

    // Base64 of a text that has the secret somewhere within depends on the secret's place modulo 3; what its neighbours take part in is cut off.
    private static IEnumerable<string> Base64(byte[] bytes)
    {
        for (int before = 0; before < 3; before++)
        {
            string whole = Convert.ToBase64String([.. new byte[before], .. bytes]);
            int start = before switch { 0 => 0, 1 => 2, _ => 3 };
            int end = (before + bytes.Length) * 8 / 6;
            string core = whole[start..Math.Min(end, whole.Length)];
            yield return core;
            yield return core.Replace('+', '-').Replace('/', '_');
        }
    }

    private static string Quoted(string secret, JavaScriptEncoder encoder) => JsonEncodedText.Encode(secret, encoder).ToString();

    private static string LowerEscapes(string url)
    {
        StringBuilder lower = new(url);
        for (int i = 0; i + 2 < lower.Length; i++)
        {
            if (lower[i] == '%')
            {
                lower[i + 1] = char.ToLowerInvariant(lower[i + 1]);
                lower[i + 2] = char.ToLowerInvariant(lower[i + 2]);
            }
        }

        return lower.ToString();
    }
}
