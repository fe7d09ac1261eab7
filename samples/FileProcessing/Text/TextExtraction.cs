using GrainJobs.FileProcessing.Types;

namespace GrainJobs.FileProcessing.Text;

/// <summary>Picks the extractor for a type.</summary>
internal static class TextExtraction
{
    public static ITextExtractor For(FileType type, TextStatistics text) => type.Form switch
    {
        TextForm.Plain => new DecodedText(text, new PlainText(text)),
        TextForm.Markup => new DecodedText(text, new MarkupText(text)),
        TextForm.Table => new DecodedText(text, new TableText(text)),
        TextForm.Json => new JsonText(text),
        TextForm.Pdf => new SpooledText(text, PdfText.Read),
        TextForm.Archive => new SpooledText(text, OfficeText.Read),
        _ => new NoText(type.Mime),
    };
}
