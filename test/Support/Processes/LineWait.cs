namespace GrainJobs.Processes;

/// <summary>One test waiting for one line of output.</summary>
internal sealed class LineWait(string text)
{
    private readonly TaskCompletionSource<string> found = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal Task<string> Found => found.Task;

    internal bool Matches(string line) => line.Contains(text, StringComparison.Ordinal);

    internal void Offer(string line)
    {
        if (Matches(line))
        {
            found.TrySetResult(line);
        }
    }
}
