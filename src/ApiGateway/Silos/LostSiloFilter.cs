namespace GrainJobs.Silos;

/// <summary>Ends the wait for calls that went down with a silo.</summary>
internal sealed class LostSiloFilter(SiloNews news) : IOutgoingGrainCallFilter
{
    public Task Invoke(IOutgoingGrainCallContext context)
    {
        var loss = news.Loss;
        var call = context.Invoke();
        return call.IsCompleted ? call : Finish(call, loss);
    }

    private static async Task Finish(Task call, CancellationToken loss)
    {
        try
        {
            await call.WaitAsync(loss);
        }
        catch (OperationCanceledException) when (loss.IsCancellationRequested && !call.IsCompleted)
        {
            throw new SiloUnavailableException("A silo left the cluster while the call was under way; its outcome is unknown. Repeat it.");
        }
    }
}
