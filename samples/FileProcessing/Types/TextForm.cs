namespace GrainJobs.FileProcessing.Types;

/// <summary>Where the text of a file is.</summary>
internal enum TextForm
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>The file is text.</summary>
    Plain,

    /// <summary>Between tags.</summary>
    Markup,

    /// <summary>In the strings of a JSON document.</summary>
    Json,

    /// <summary>In cells divided by commas, semicolons or tabs.</summary>
    Table,

    /// <summary>On the pages of a PDF document.</summary>
    Pdf,

    /// <summary>In the XML parts of a zip archive, if it is an office document.</summary>
    Archive,
}
