using System.Net;
using System.Text;
using System.Text.Json;
using GrainJobs.Execution;

namespace GrainJobs.Jobs;

/// <summary>Deliveries from a real silo to a real receiver.</summary>
public sealed class CallbackDeliveryTests(JobSiloFixture fixture) : IClassFixture<JobSiloFixture>
{
    private readonly JobSilo silo = fixture.Silo;

    [Fact]
    public async Task Every_end_is_announced_with_a_constant_id_until_it_is_taken()
    {
        await using var receiver = Receiver.Start(HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK);
        var job = await silo.Submit(new()
        {
            JobType = "scripted",
            CallbackUrl = receiver.Url,
            Payload = silo.Scripts.Add(_ => Task.FromResult(JobOutcome.Completed("""{"answer":42}"""))),
        });
        var done = await silo.Ends(job.Id.Value);

        await silo.Until("it is delivered", () => Task.FromResult(receiver.Received.Count == 3), 60);
        await silo.Ends(job.Id.Value + ":callback");
        await silo.Pass(10);

        receiver.Received.Should().HaveCount(3, "an announcement is not announced");
        receiver.Received.Select(each => each.Id).Distinct().Should().Equal(job.Id.Value + ":callback");
        using var body = JsonDocument.Parse(receiver.Received.First().Body);
        body.RootElement.GetProperty("type").GetString().Should().Be("job.completed");
        body.RootElement.GetProperty("data").GetProperty("result").GetProperty("answer").GetInt32().Should().Be(42);
        (await silo.Find(job.Id.Value)).Should().Match<Job>(each => each.Version == done.Version && !each.CallbackDue);
    }

    [Fact]
    public async Task A_job_deleted_at_once_is_announced_all_the_same()
    {
        await using var receiver = Receiver.Start(HttpStatusCode.OK);
        var job = await silo.Submit(new() { CallbackUrl = receiver.Url });
        await silo.Job(job.Id.Value).Cancel();
        await silo.Job(job.Id.Value).Delete();

        await silo.Until("it is delivered", () => Task.FromResult(!receiver.Received.IsEmpty), 20);

        using var body = JsonDocument.Parse(receiver.Received.First().Body);
        body.RootElement.GetProperty("type").GetString().Should().Be("job.cancelled");
        body.RootElement.GetProperty("data").GetProperty("jobId").GetString().Should().Be(job.Id.Value);
    }

    [Fact]
    public async Task An_http_job_is_delivered_and_keeps_the_answer()
    {
        await using var receiver = Receiver.Start(HttpStatusCode.BadGateway, HttpStatusCode.Accepted);
        var job = await silo.Submit(new() { JobType = "http", CallbackUrl = receiver.Url, Payload = """{"any":{"thing":[1]}}""" });

        var done = await silo.Ends(job.Id.Value, 60);

        (done.Status, done.Attempt).Should().Be((JobStatus.Completed, 2));
        done.Result.Should().Contain("\"status\":202");
        receiver.Received.Should().OnlyContain(each => each.Id == job.Id.Value && each.Body == """{"any":{"thing":[1]}}""");
    }

    [Fact]
    public async Task An_http_job_that_is_refused_fails_at_once()
    {
        await using var receiver = Receiver.Start(HttpStatusCode.NotFound);
        var job = await silo.Submit(new() { JobType = "http", CallbackUrl = receiver.Url });

        (await silo.Ends(job.Id.Value)).Should().Match<Job>(each => each.Status == JobStatus.Error && each.Attempt == 1 && each.Error!.EndsWith("answered 404"));
        receiver.Received.Should().ContainSingle().Which.Body.Should().Be("{}");
    }

    private sealed class Receiver : IAsyncDisposable
    {
        private readonly HttpListener listener;
        private readonly Task serving;
        private readonly Queue<HttpStatusCode> answers;

        private Receiver(HttpListener listener, string url, IEnumerable<HttpStatusCode> answers)
        {
            (this.listener, this.answers, Url) = (listener, new(answers), url);
            serving = Task.Run(Serve);
        }

        public string Url { get; }

        public System.Collections.Concurrent.ConcurrentQueue<(string Id, string Body)> Received { get; } = new();

        /// <summary>Gives these answers one after the other, and the last for ever.</summary>
        public static Receiver Start(params HttpStatusCode[] answers)
        {
            using var port = Processes.Port.Reserve();
            var url = $"http://127.0.0.1:{port.Number}/";
            var listener = new HttpListener { Prefixes = { url } };
            listener.Start();
            return new(listener, url, answers);
        }

        public async ValueTask DisposeAsync()
        {
            listener.Stop();
            await serving;
            listener.Close();
        }

        private async Task Serve()
        {
            while (listener.IsListening)
            {
                try
                {
                    var context = await listener.GetContextAsync();
                    using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
                    Received.Enqueue((context.Request.Headers["webhook-id"]!, await reader.ReadToEndAsync()));
                    context.Response.StatusCode = (int)(answers.Count > 1 ? answers.Dequeue() : answers.Peek());
                    context.Response.Close();
                }
                catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
                {
                    return;
                }
            }
        }
    }
}
