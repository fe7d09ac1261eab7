namespace GrainJobs.Leases;

/// <summary>One waiting request. A wake that comes while it tries is kept until it would sleep.</summary>
internal sealed class WaitingPlace
{
    private TaskCompletionSource woken = New();

    /// <summary>Done when it is to try again.</summary>
    internal Task Woken => woken.Task;

    /// <summary>Whether a wake waits to be used.</summary>
    internal bool IsWoken => woken.Task.IsCompleted;

    internal bool Wake() => woken.TrySetResult();

    /// <summary>Uses up the wake.</summary>
    internal void Rest()
    {
        if (IsWoken)
        {
            woken = New();
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
