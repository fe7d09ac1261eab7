using UglyToad.PdfPig;
using UglyToad.PdfPig.DocumentLayoutAnalysis.TextExtractor;

namespace GrainJobs.FileProcessing.Text;

/// <summary>The text of a PDF document, page by page.</summary>
internal static class PdfText
{
    private const int MostPages = 5_000;

    public static Extracted Read(Stream file, TextStatistics text, CancellationToken cancel)
    {
        using var document = PdfDocument.Open(file);
        foreach (var page in document.GetPages().Take(MostPages))
        {
            cancel.ThrowIfCancellationRequested();
            text.Add(ContentOrderTextExtractor.GetText(page));
            text.Add(['\n']);
        }

        return new() { Structure = new Dictionary<string, long> { ["pages"] = document.NumberOfPages } };
    }
}
