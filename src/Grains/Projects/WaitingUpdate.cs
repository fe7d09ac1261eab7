namespace GrainJobs.Projects;

/// <summary>An update on its way through the project's turn.</summary>
internal sealed class WaitingUpdate(ProjectUpdate update)
{
    private readonly TaskCompletionSource<Result<ProjectReceipt>> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ProjectUpdate Update { get; } = update;

    public IReadOnlyList<string> Keys { get; } = OperationKeys.Of(update);

    public string User => Update.UserId ?? "";

    public Task<Result<ProjectReceipt>> Answer => answer.Task;

    /// <summary>What it became, once known; not yet told.</summary>
    public KnownOperation? Accepted { get; set; }

    public void Tell(Result<ProjectReceipt> result) => answer.TrySetResult(result);

    public void Fail(Exception exception) => answer.TrySetException(exception);
}
