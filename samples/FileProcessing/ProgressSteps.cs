namespace GrainJobs.FileProcessing;

/// <summary>Reports 5, 10, 20 ... 90 in order, each once, whatever the pace.</summary>
internal sealed class ProgressSteps(Func<int, string, Task> progress, long? length)
{
    public const int Begun = 5;
    public const int TypeKnown = 10;
    public const int Last = 90;

    private const int ReadFrom = 20;
    private const int ReadTo = 80;
    private int reached;

    /// <summary>So many bytes were read.</summary>
    public Task Read(long bytes)
    {
        var share = length is > 0 ? Math.Min(1, (double)bytes / length.Value) : 0;
        return To(ReadFrom + (int)((ReadTo - ReadFrom) * share), "Extracting text");
    }

    public async Task To(int percent, string message)
    {
        while (Next() is { } next && next <= percent)
        {
            reached = next;
            await progress(next, message);
        }
    }

    private int? Next() => reached switch
    {
        0 => Begun,
        Begun => TypeKnown,
        Last => null,
        _ => reached + 10,
    };
}
