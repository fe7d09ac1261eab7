using System.Net;
using System.Security.Cryptography;
using System.Text;
using GrainJobs.Execution;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace GrainJobs.Outgoing;

public sealed class DeliveriesTests
{
    private static readonly DateTimeOffset Now = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"a":"ü"}""");
    private static readonly string[] Secrets = ["whsec_" + Convert.ToBase64String(new byte[32]), "whsec_" + Convert.ToBase64String(Enumerable.Repeat((byte)7, 24).ToArray())];

    private readonly FakeTimeProvider time = new(Now);

    [Fact]
    public async Task A_delivery_carries_the_standard_webhooks_headers_and_a_signature_by_every_secret()
    {
        await using var receiver = await Receiver.Start(_ => Task.CompletedTask);

        var outcome = await Deliver(receiver.Url);

        outcome.Should().BeOfType<JobOutcome.CompletedOutcome>();
        var received = receiver.All.Should().ContainSingle().Subject;
        received.Body.Should().Equal(Body);
        received.Headers["webhook-id"].Should().Be("job-1");
        received.Headers["webhook-timestamp"].Should().Be("1893553445");
        received.Headers["content-type"].Should().Be("application/json");
        received.Headers["traceparent"].Should().Be("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        received.Headers.Should().NotContainKey("x-forwarded-for");
        received.Headers["webhook-signature"].Should().Be(Signature(new byte[32]) + " " + Signature([.. Enumerable.Repeat((byte)7, 24)]));
    }

    [Theory]
    [InlineData(200, "completed")]
    [InlineData(201, "completed")]
    [InlineData(204, "completed")]
    [InlineData(301, "failed")]
    [InlineData(307, "failed")]
    [InlineData(400, "failed")]
    [InlineData(401, "failed")]
    [InlineData(404, "failed")]
    [InlineData(408, "retry")]
    [InlineData(410, "failed")]
    [InlineData(429, "retry")]
    [InlineData(500, "retry")]
    [InlineData(503, "retry")]
    public async Task The_status_decides(int status, string expected)
    {
        await using var receiver = await Receiver.Start(context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = "/elsewhere";
            return Task.CompletedTask;
        });

        var outcome = await Deliver(receiver.Url);

        Word(outcome).Should().Be(expected);
        receiver.All.Should().ContainSingle("no redirect is followed").Which.Path.Should().Be("/hook");
    }

    [Theory]
    [InlineData("120", 120)]
    [InlineData("Wed, 02 Jan 2030 03:05:05 GMT", 60)]
    public async Task Retry_After_is_honoured(string header, int seconds)
    {
        await using var receiver = await Receiver.Start(context =>
        {
            context.Response.StatusCode = 503;
            context.Response.Headers.RetryAfter = header;
            return Task.CompletedTask;
        });

        var outcome = await Deliver(receiver.Url);

        outcome.Should().BeOfType<JobOutcome.RetryOutcome>().Which.After.Should().Be(TimeSpan.FromSeconds(seconds));
    }

    [Fact]
    public async Task An_endless_answer_is_read_to_64_KiB_only()
    {
        await using var receiver = await Receiver.Start(async context =>
        {
            var chunk = new byte[16 * 1024];
            Array.Fill(chunk, (byte)'x');
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(chunk, context.RequestAborted);
            }
        });

        var outcome = await Deliver(receiver.Url);

        var result = outcome.Should().BeOfType<JobOutcome.CompletedOutcome>().Which.ResultJson!;
        using var json = System.Text.Json.JsonDocument.Parse(result);
        json.RootElement.GetProperty("body").GetString().Should().HaveLength(Deliveries.LongestAnswer);
    }

    [Fact]
    public async Task A_receiver_that_stays_silent_is_left_after_15_seconds_and_tried_again()
    {
        var asked = new TaskCompletionSource();
        await using var receiver = await Receiver.Start(async context =>
        {
            asked.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });

        var delivering = Deliver(receiver.Url);
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(10));
        time.Advance(TimeSpan.FromSeconds(14.9));
        delivering.IsCompleted.Should().BeFalse();
        time.Advance(TimeSpan.FromSeconds(0.2));

        (await delivering.WaitAsync(TimeSpan.FromSeconds(10))).Should().BeOfType<JobOutcome.RetryOutcome>().Which.Error.Should().Contain("within 15 s");
    }

    [Fact]
    public async Task A_stopped_attempt_is_no_answer_of_the_receiver()
    {
        using var stop = new CancellationTokenSource();
        await using var receiver = await Receiver.Start(async context =>
        {
            await stop.CancelAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });

        await FluentActions.Awaiting(() => Deliver(receiver.Url, stop: stop.Token)).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task A_refused_connection_is_tried_again()
    {
        var receiver = await Receiver.Start(_ => Task.CompletedTask);
        var url = receiver.Url;
        await receiver.DisposeAsync();

        (await Deliver(url)).Should().BeOfType<JobOutcome.RetryOutcome>();
    }

    [Fact]
    public async Task A_private_target_is_never_connected_to()
    {
        await using var receiver = await Receiver.Start(_ => Task.CompletedTask);
        var port = new Uri(receiver.Url).Port;

        foreach (var host in new[] { "127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "127.1", "0x7f000001", "0.0.0.0", "[::]", "[::1]" })
        {
            (await Deliver($"http://{host}:{port}/", allowed: [])).Should().BeOfType<JobOutcome.FailedOutcome>(host).Which.Error.Should().Contain("Outgoing__AllowedNetworks");
        }

        receiver.All.Should().BeEmpty();
    }

    /// <summary>The name passes the look at the URL; what it resolves to does not pass the connection.</summary>
    [Fact]
    public async Task The_address_is_checked_at_the_connection_not_only_in_the_url()
    {
        await using var receiver = await Receiver.Start(_ => Task.CompletedTask);
        var rules = new OutgoingRules(Options.Create(new OutgoingOptions()));
        using var client = new OutgoingClient(rules);

        var calling = () => client.Http.GetAsync(new Uri($"http://{Dns.GetHostName()}:{new Uri(receiver.Url).Port}/"));

        await calling.Should().ThrowAsync<Exception>();
        receiver.All.Should().BeEmpty();
    }

    [Fact]
    public async Task Without_a_secret_nothing_is_sent_unsigned()
    {
        await using var receiver = await Receiver.Start(_ => Task.CompletedTask);
        var rules = Rules("127.0.0.0/8");
        using var client = new OutgoingClient(rules);
        var deliveries = new Deliveries(client, rules, SigningKeys.From(new(), null), time);

        var outcome = await deliveries.Deliver(Of(receiver.Url), default);

        outcome.Should().BeOfType<JobOutcome.RetryOutcome>();
        receiver.All.Should().BeEmpty();
    }

    private async Task<JobOutcome> Deliver(string url, string[]? allowed = null, CancellationToken stop = default)
    {
        var rules = Rules(allowed ?? ["127.0.0.0/8"]);
        using var client = new OutgoingClient(rules);
        return await new Deliveries(client, rules, SigningKeys.From(new() { SigningSecrets = Secrets }, null), time).Deliver(Of(url), stop);
    }

    private static OutgoingRules Rules(params string[] allowed) => new(Options.Create(new OutgoingOptions { AllowedNetworks = allowed }));

    private static Delivery Of(string url) => new(url, "job-1", "application/json", Body, "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

    private static string Signature(byte[] secret) =>
        "v1," + Convert.ToBase64String(HMACSHA256.HashData(secret, (byte[])[.. Encoding.UTF8.GetBytes($"job-1.{Now.ToUnixTimeSeconds()}."), .. Body]));

    private static string Word(JobOutcome outcome) => outcome switch
    {
        JobOutcome.CompletedOutcome => "completed",
        JobOutcome.RetryOutcome => "retry",
        _ => "failed",
    };
}
