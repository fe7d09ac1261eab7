using GrainJobs.Histories;
using GrainJobs.Http;

namespace GrainJobs.Faults;

/// <summary>One reader of a job's stream to its final state; a connection that is lost is resumed on the other gateway after the last event.</summary>
internal sealed class StreamFollower(string jobId, History history, IReadOnlyList<HttpCaller> callers, int? first = null)
{
    private readonly string name = $"stream {Guid.NewGuid():n} of {jobId}";
    private readonly Random random = Chance.Of(jobId);
    private Observation? last;

    /// <summary>How often the connection was lost on the way.</summary>
    internal int Resumed { get; private set; }

    /// <summary>How many versions had passed already when its connection was resumed.</summary>
    internal long Late { get; private set; }

    internal Task FollowAsync(CancellationToken stop)
    {
        int gateway = first ?? random.Next(callers.Count);
        return Patience.UntilTakenAsync(name, () => ConnectAsync(callers[gateway++ % callers.Count], stop), stop);
    }

    private async Task<bool> ConnectAsync(HttpCaller caller, CancellationToken stop)
    {
        try
        {
            if (last is not null)
            {
                Late += ((await caller.GetAsync($"/api/jobs/{jobId}"))["version"]?.GetValue<long>() ?? last.Version!.Value) - last.Version!.Value;
            }

            await new Witness(history, name, caller).FollowAsync(jobId, name, last is null ? null : $"{last.Version}", seen => last = seen, stop);
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException or OperationCanceledException)
        {
            Resumed++;
        }

        return last?.IsFinal == true;
    }
}
