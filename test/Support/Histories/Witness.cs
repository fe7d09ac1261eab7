using System.Text.Json.Nodes;
using GrainJobs.Http;

namespace GrainJobs.Histories;

/// <summary>
/// A client whose every call is recorded with what it was told. It returns null when no answer came, as when the gateway was killed;
/// repeating is up to the test.
/// </summary>
public sealed class Witness(History history, string name, HttpCaller caller)
{
    /// <summary><c>POST /api/jobs</c>; the body names its <c>jobId</c>.</summary>
    public Task<Answer?> SubmitAsync(JsonObject body) => ObserveAsync(ObservationKind.Submitted, body["jobId"]!.ToString(), () => caller.PostAsync("/api/jobs", body), seen => seen with
    {
        AwaitsInput = body["awaitInput"]?.GetValue<bool>() ?? false,
        NotBefore = body["runAt"] is { } at ? DateTimeOffset.Parse(at.ToString()) : null,
    });

    public Task<Answer?> ReadAsync(string jobId) => ObserveAsync(ObservationKind.Read, jobId, () => caller.GetAsync($"/api/jobs/{jobId}"));

    public Task<Answer?> CancelAsync(string jobId) => ObserveAsync(ObservationKind.CancelAsked, jobId, () => caller.PostAsync($"/api/jobs/{jobId}/cancel"));

    public Task<Answer?> DeleteAsync(string jobId) => ObserveAsync(ObservationKind.Deleted, jobId, () => caller.DeleteAsync($"/api/jobs/{jobId}"));

    public Task<Answer?> SendInputAsync(string jobId, HttpContent input)
        => ObserveAsync(ObservationKind.InputSent, jobId, () => caller.SendAsync(HttpMethod.Put, $"/api/jobs/{jobId}/input", input));

    /// <summary><c>POST /api/leases/{token}/{verb}</c>: complete, skip, fail, release, progress.</summary>
    public Task<Answer?> ReportAsync(string jobId, string leaseToken, string verb, JsonObject? body = null)
    {
        ObservationKind kind = verb == "progress" ? ObservationKind.Beat : ObservationKind.Reported;
        return ObserveAsync(kind, jobId, () => caller.PostAsync($"/api/leases/{leaseToken}/{verb}", body), seen => seen with
        {
            LeaseToken = leaseToken,
            Content = $"{verb} {body?.ToJsonString()}",
        });
    }

    /// <summary>Leases up to <paramref name="max"/> jobs as a worker; every grant is recorded.</summary>
    public async Task<IReadOnlyList<JsonObject>> LeaseAsync(string queue, string workerId, int max = 1, int waitSeconds = 0)
    {
        long begin = history.Now();
        Answer? answer = await TryAsync(() => caller.PostAsync($"/api/queues/{queue}/lease", new { workerId, max, wait = waitSeconds }));
        JsonObject[] leases = [.. (answer?["leases"] as JsonArray ?? []).OfType<JsonObject>()];
        foreach (JsonObject lease in leases)
        {
            history.Add(Seen(ObservationKind.Granted, lease["jobId"]!.ToString(), begin, answer!) with
            {
                Client = workerId,
                Status = null,
                Version = null,
                Attempt = lease["attempt"]!.GetValue<int>(),
                LeaseToken = lease["leaseToken"]!.ToString(),
            });
        }

        return leases;
    }

    /// <summary>Reads and records the whole event log.</summary>
    public async Task<Answer?> EventsAsync(string jobId)
    {
        Answer? answer = await TryAsync(() => caller.GetAsync($"/api/jobs/{jobId}/events?limit=500"));
        if (answer?["events"] is JsonArray events)
        {
            history.Add(new EventListing(jobId, [.. events.OfType<JsonObject>().Select(Line)]));
        }

        return answer;
    }

    /// <summary>
    /// Follows the job's stream to its end or until stopped; every event is recorded under this connection's name, and handed to
    /// <paramref name="seen"/> so that a lost connection can be resumed.
    /// </summary>
    public async Task FollowAsync(string jobId, string connection, string? lastEventId = null, Action<Observation>? seen = null, CancellationToken stop = default)
    {
        long begin = history.Now();
        await foreach (System.Net.ServerSentEvents.SseItem<string> item in caller.EventsAsync($"/api/jobs/{jobId}/stream", lastEventId, stop))
        {
            JsonNode? job = JsonNode.Parse(item.Data);
            Observation state = Bare(ObservationKind.Streamed, jobId, begin, 200) with
            {
                Client = connection,
                Status = job?["status"]?.ToString(),
                Version = job?["version"]?.GetValue<long>(),
                Content = item.Data,
            };
            history.Add(state);
            seen?.Invoke(state);
            begin = history.Now();
        }
    }

    private static SeenEvent Line(JsonObject line)
        => new(line["seq"]!.GetValue<long>(), line["type"]!.ToString(), line["at"]!.ToString(), (line["data"] as JsonObject)?["attempt"]?.GetValue<int>());

    private static async Task<Answer?> TryAsync(Func<Task<Answer>> call)
    {
        try
        {
            return await call();
        }
        catch (Exception unanswered) when (unanswered is HttpRequestException or TaskCanceledException or IOException)
        {
            return null;
        }
    }

    private async Task<Answer?> ObserveAsync(ObservationKind kind, string jobId, Func<Task<Answer>> call, Func<Observation, Observation>? more = null)
    {
        long begin = history.Now();
        Answer? answer = await TryAsync(call);
        Observation seen = answer is null ? Bare(kind, jobId, begin, 0) : Seen(kind, jobId, begin, answer);
        history.Add(more?.Invoke(seen) ?? seen);
        return answer;
    }

    private Observation Seen(ObservationKind kind, string jobId, long begin, Answer answer) => Bare(kind, jobId, begin, answer.Status) with
    {
        Status = answer.Value("status"),
        Version = answer["version"]?.GetValue<long>(),
    };

    private Observation Bare(ObservationKind kind, string jobId, long begin, int answered) => new()
    {
        Kind = kind,
        JobId = jobId,
        Client = name,
        Begin = begin,
        End = history.Now(),
        EndedAt = history.WallClock(),
        Answered = answered,
    };
}
