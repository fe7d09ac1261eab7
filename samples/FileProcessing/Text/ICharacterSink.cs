namespace GrainJobs.FileProcessing.Text;

/// <summary>Takes the decoded characters of a text and passes on what of them is text.</summary>
internal interface ICharacterSink
{
    void Write(ReadOnlySpan<char> characters);

    /// <summary>No more comes. Answers the counts of the format; null when it has none.</summary>
    IReadOnlyDictionary<string, long>? End();
}
