using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml;

namespace GrainJobs.FileProcessing.Text;

/// <summary>The text of office documents: XML parts of a zip archive, read as a stream within limits. Any other archive has none.</summary>
internal static partial class OfficeText
{
    private const int MostEntries = 10_000;
    private const long MostCharacters = 64L * 1024 * 1024;

    private static readonly (string Marker, string Mime, Regex Parts)[] Kinds =
    [
        ("word/document.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", WordParts()),
        ("xl/workbook.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", SheetParts()),
        ("ppt/presentation.xml", "application/vnd.openxmlformats-officedocument.presentationml.presentation", SlideParts()),
        ("content.xml", "application/vnd.oasis.opendocument", OpenDocumentParts()),
    ];

    public static Extracted Read(Stream file, TextStatistics text, CancellationToken cancel)
    {
        using var archive = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
        if (archive.Entries.Count > MostEntries)
        {
            return new() { Missing = $"The archive has more than {MostEntries} entries" };
        }

        var kind = Kinds.FirstOrDefault(each => archive.GetEntry(each.Marker) is not null);
        if (kind.Marker is null)
        {
            return new() { Missing = "The archive is no document whose text is extracted", Structure = Counts("entries", archive.Entries.Count) };
        }

        ZipArchiveEntry[] parts = [.. archive.Entries.Where(entry => kind.Parts.IsMatch(entry.FullName)).OrderBy(entry => entry.FullName, StringComparer.Ordinal)];
        foreach (var part in parts)
        {
            using var content = part.Open();
            ReadPart(content, text, cancel);
        }

        return new() { Mime = kind.Mime, Structure = Counts("parts", parts.Length) };
    }

    /// <summary>Text nodes of one part; a paragraph, row or cell ends a line or a word.</summary>
    private static void ReadPart(Stream content, TextStatistics text, CancellationToken cancel)
    {
        using var reader = XmlReader.Create(content, new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = MostCharacters });
        while (reader.Read())
        {
            cancel.ThrowIfCancellationRequested();
            if (reader.NodeType is XmlNodeType.Text or XmlNodeType.SignificantWhitespace or XmlNodeType.CDATA)
            {
                text.Add(reader.Value);
            }
            else if (reader is { NodeType: XmlNodeType.EndElement, LocalName: "p" or "h" or "si" or "row" or "br" })
            {
                text.Add(['\n']);
            }
            else if (reader is { NodeType: XmlNodeType.Element, LocalName: "tab" or "br" or "s" })
            {
                text.Add([' ']);
            }
        }
    }

    private static Dictionary<string, long> Counts(string what, long count) => new() { [what] = count };

    [GeneratedRegex(@"^word/(document|footnotes|endnotes|header\d*|footer\d*)\.xml$")]
    private static partial Regex WordParts();

    [GeneratedRegex(@"^xl/sharedStrings\.xml$")]
    private static partial Regex SheetParts();

    [GeneratedRegex(@"^ppt/slides/slide\d+\.xml$")]
    private static partial Regex SlideParts();

    [GeneratedRegex(@"^content\.xml$")]
    private static partial Regex OpenDocumentParts();
}
