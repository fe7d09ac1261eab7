namespace GrainJobs.FileProcessing.Text;

/// <summary>All of it is text.</summary>
internal sealed class PlainText(TextStatistics text) : ICharacterSink
{
    public void Write(ReadOnlySpan<char> characters) => text.Add(characters);

    public IReadOnlyDictionary<string, long>? End() => null;
}
