using System.Text;

namespace GrainJobs.FileProcessing.Types;

/// <summary>Tells the type of a file: by its first bytes, and for text by what it looks like, its name and what its owner declared, in this order.</summary>
internal static class FileTypes
{
    private static readonly Signature[] Signatures =
    [
        At(0, "%PDF-", "application/pdf", TextForm.Pdf),
        At(0, "PK\x3\x4", "application/zip", TextForm.Archive),
        At(0, "PK\x5\x6", "application/zip", TextForm.Archive),
        At(0, "\x89PNG\r\n\x1a\n", "image/png"),
        At(0, "\xff\xd8\xff", "image/jpeg"),
        At(0, "GIF87a", "image/gif"),
        At(0, "GIF89a", "image/gif"),
        At(8, "WEBP", "image/webp"),
        At(8, "WAVE", "audio/wav"),
        At(8, "AVI ", "video/x-msvideo"),
        At(0, "II*\0", "image/tiff"),
        At(0, "MM\0*", "image/tiff"),
        At(0, "8BPS", "image/vnd.adobe.photoshop"),
        At(0, "\0\0\x1\0", "image/x-icon"),
        At(4, "ftypheic", "image/heic"),
        At(4, "ftypavif", "image/avif"),
        At(4, "ftypqt", "video/quicktime"),
        At(4, "ftypM4A", "audio/mp4"),
        At(4, "ftyp", "video/mp4"),
        At(0, "\x1aE\xdf\xa3", "video/x-matroska"),
        At(0, "OggS", "application/ogg"),
        At(0, "fLaC", "audio/flac"),
        At(0, "ID3", "audio/mpeg"),
        At(0, "\xff\xfb", "audio/mpeg"),
        At(0, "\x1f\x8b", "application/gzip"),
        At(0, "BZh", "application/x-bzip2"),
        At(0, "\xfd" + "7zXZ\0", "application/x-xz"),
        At(0, "(\xb5/\xfd", "application/zstd"),
        At(0, "7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
        At(0, "Rar!\x1a\x7", "application/vnd.rar"),
        At(257, "ustar", "application/x-tar"),
        At(0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
        At(0, "{\\rtf", "application/rtf"),
        At(0, "\x7f" + "ELF", "application/x-elf"),
        At(0, "MZ", "application/vnd.microsoft.portable-executable"),
        At(0, "\0asm", "application/wasm"),
        At(0, "SQLite format 3\0", "application/vnd.sqlite3"),
        At(0, "wOFF", "font/woff"),
        At(0, "wOF2", "font/woff2"),
        At(0, "\0\x1\0\0\0", "font/ttf"),
        At(0, "BM", "image/bmp"),
    ];

    private static readonly Dictionary<string, FileType> TextByExtension = new(StringComparer.OrdinalIgnoreCase)
    {
        [".json"] = new("application/json", TextForm.Json),
        [".csv"] = new("text/csv", TextForm.Table),
        [".tsv"] = new("text/tab-separated-values", TextForm.Table),
        [".md"] = new("text/markdown", TextForm.Plain),
        [".markdown"] = new("text/markdown", TextForm.Plain),
        [".html"] = new("text/html", TextForm.Markup),
        [".htm"] = new("text/html", TextForm.Markup),
        [".xml"] = new("application/xml", TextForm.Markup),
        [".svg"] = new("image/svg+xml", TextForm.Markup),
    };

    private static readonly FileType PlainText = new("text/plain", TextForm.Plain);
    private static readonly FileType Unknown = new("application/octet-stream", TextForm.None);

    public static FileType Detect(ReadOnlySpan<byte> head, string name, string? declared)
    {
        foreach (var signature in Signatures)
        {
            if (signature.IsIn(head))
            {
                return signature.Type;
            }
        }

        return TextEncoding.LooksLikeText(head) ? TextType(head, name, declared) : Unknown;
    }

    private static FileType TextType(ReadOnlySpan<byte> head, string name, string? declared)
    {
        var start = Encoding.UTF8.GetString(head[..Math.Min(head.Length, 512)]).TrimStart('\ufeff', ' ', '\t', '\r', '\n');
        return start switch
        {
            _ when Begins(start, "<!doctype html") || Begins(start, "<html") => TextByExtension[".html"],
            _ when Begins(start, "<?xml") => Begins(start[Math.Max(0, start.IndexOf('>', StringComparison.Ordinal) + 1)..].TrimStart(), "<svg") ? TextByExtension[".svg"] : TextByExtension[".xml"],
            _ when Begins(start, "<svg") => TextByExtension[".svg"],
            _ when TextByExtension.TryGetValue(Path.GetExtension(name), out var named) => named,
            _ => Declared(declared) ?? PlainText,
        };
    }

    private static FileType? Declared(string? declared)
    {
        var mime = declared?.Split(';')[0].Trim();
        foreach (var type in TextByExtension.Values)
        {
            if (type.Mime.Equals(mime, StringComparison.OrdinalIgnoreCase))
            {
                return type;
            }
        }

        return null;
    }

    private static bool Begins(string text, string with) => text.StartsWith(with, StringComparison.OrdinalIgnoreCase);

    private static Signature At(int offset, string bytes, string mime, TextForm form = TextForm.None) => new(offset, Encoding.Latin1.GetBytes(bytes), new(mime, form));
}
