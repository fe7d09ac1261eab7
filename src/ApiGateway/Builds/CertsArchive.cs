using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace GrainJobs.Builds;

/// <summary>Reads a certificates zip: one <c>.p12</c>, its <c>password.txt</c>, and <c>.mobileprovision</c> profiles. Bounded, names never trusted.</summary>
internal static class CertsArchive
{
    private const long MostBytes = 50L << 20;
    private const int MostEntries = 1_000;
    private const int KeychainPasswordBytes = 24;

    internal static async Task<Result<CertificatesView>> Read(Stream content, CancellationToken cancel)
    {
        // The list of a zip is at its end: it is kept in a file, never in memory.
        await using var draft = new FileStream(
            Path.GetTempFileName(), FileMode.Open, FileAccess.ReadWrite, FileShare.None, 64 * 1024, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        await content.CopyToAsync(draft, cancel);
        draft.Position = 0;
        try
        {
            using var zip = new ZipArchive(draft, ZipArchiveMode.Read);
            return await Read(zip, cancel);
        }
        catch (InvalidDataException)
        {
            return Refuse("is no zip file");
        }
    }

    private static async Task<Result<CertificatesView>> Read(ZipArchive zip, CancellationToken cancel)
    {
        if (zip.Entries.Count > MostEntries || zip.Entries.Sum(entry => entry.Length) > MostBytes)
        {
            return Refuse("holds more than 1,000 entries or 50 MB");
        }

        if (zip.Entries.FirstOrDefault(entry => IsOutside(entry.FullName)) is not null)
        {
            return Refuse("holds a name that leads outside");
        }

        if (zip.Entries.LastOrDefault(entry => Ends(entry, ".p12")) is not { } p12)
        {
            return Refuse("holds no .p12 certificate");
        }

        var password = zip.Entries.FirstOrDefault(entry => entry.FullName == "password.txt");
        var profiles = zip.Entries.Where(entry => Ends(entry, ".mobileprovision")).ToArray();
        var left = MostBytes;
        return new CertificatesView(
            Convert.ToBase64String(await Bytes(p12)),
            password is null ? "" : Encoding.UTF8.GetString(await Bytes(password)).Trim(),
            Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeychainPasswordBytes)),
            await Task.WhenAll(profiles.Select(async profile => Convert.ToBase64String(await Bytes(profile)))));

        // What an entry says of its length need not be true: what it unpacks to is counted.
        async Task<byte[]> Bytes(ZipArchiveEntry entry)
        {
            await using var packed = await entry.OpenAsync(cancel);
            using var bytes = new MemoryStream();
            var buffer = new byte[64 * 1024];
            for (int read; (read = await packed.ReadAsync(buffer, cancel)) > 0;)
            {
                left -= read;
                await bytes.WriteAsync(buffer.AsMemory(0, left < 0 ? throw new InvalidDataException("The certificates unpack to more than 50 MB.") : read), cancel);
            }

            return bytes.ToArray();
        }
    }

    private static bool Ends(ZipArchiveEntry entry, string suffix) => entry.FullName.EndsWith(suffix, StringComparison.OrdinalIgnoreCase);

    private static bool IsOutside(string name) =>
        name.StartsWith('/') || name.Contains('\\', StringComparison.Ordinal) || name.Split('/').Contains("..");

    private static Refusal Refuse(string why) => new(RefusalCode.Invalid, $"The certificates archive {why}");
}
