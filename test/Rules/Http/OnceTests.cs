using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace GrainJobs.Http;

public sealed class OnceTests
{
    private readonly MemoryLedger ledger = new();
    private readonly FakeTimeProvider time = new();
    private readonly Once once;
    private int runs;

    public OnceTests() => once = new(ledger, time);

    [Fact]
    public async Task A_request_that_takes_long_says_that_it_still_runs()
    {
        var context = new DefaultHttpContext();
        context.Request.Headers["Idempotency-Key"] = "k";
        var work = new TaskCompletionSource<Answer>();
        var running = once.Run(context, () => "a", () => work.Task);

        time.Advance(TimeSpan.FromSeconds(5));
        await Eventually(() => ledger.Renewals == 1);
        work.SetResult(Answer.Empty(204));

        (await running).Status.Should().Be(204);
    }

    [Fact]
    public async Task Without_a_key_every_request_runs()
    {
        await Run(null, "a");
        await Run(null, "a");

        runs.Should().Be(2);
    }

    [Fact]
    public async Task The_same_content_gets_the_same_answer_again()
    {
        var first = await Run("k", "a");
        var second = await Run("k", "a");

        runs.Should().Be(1);
        second.Status.Should().Be(first.Status);
        second.Body.ToArray().Should().Equal(first.Body.ToArray());
        second.Headers.Should().Contain(new KeyValuePair<string, string>("Idempotency-Replayed", "true"));
    }

    [Fact]
    public async Task Other_content_is_refused_and_does_not_run()
    {
        await Run("k", "a");
        var other = await Run("k", "b");

        other.Status.Should().Be(422);
        runs.Should().Be(1);
    }

    [Fact]
    public async Task While_the_first_runs_the_second_is_told_to_wait()
    {
        var gate = new TaskCompletionSource();
        var first = once.Run(Context("k"), () => "a", async () =>
        {
            await gate.Task;
            return Answer.Empty(201);
        });
        var second = await Run("k", "a");
        gate.SetResult();

        second.Status.Should().Be(409);
        second.RetryAfter.Should().NotBeNull();
        (await first).Status.Should().Be(201);
    }

    [Fact]
    public async Task A_refusal_leaves_the_key_free()
    {
        await once.Run(Context("k"), () => "a", () => Task.FromResult(Answer.Empty(409)));

        (await Run("k", "b")).Status.Should().Be(201);
    }

    [Fact]
    public async Task A_failure_leaves_the_key_free()
    {
        var failing = () => once.Run(Context("k"), () => "a", () => throw new TimeoutException());
        await failing.Should().ThrowAsync<TimeoutException>();

        (await Run("k", "a")).Status.Should().Be(201);
    }

    [Fact]
    public async Task Two_callers_may_use_the_same_key()
    {
        await Run("k", "a");
        (await Run("k", "b", caller: new() { Key = new("other", Role.Client, default) })).Status.Should().Be(201);
    }

    private Task<Answer> Run(string? key, string content, Caller? caller = null) => once.Run(Context(key, caller), () => content, () =>
    {
        runs++;
        return Task.FromResult(new Answer { Status = 201, ContentType = "text/plain", Body = "made"u8.ToArray() });
    });

    private static DefaultHttpContext Context(string? key, Caller? caller = null)
    {
        var context = new DefaultHttpContext();
        context.Request.Method = "POST";
        context.Request.Path = "/api/jobs";
        context.Features.Set(caller ?? Caller.Nobody);
        if (key is not null)
        {
            context.Request.Headers["Idempotency-Key"] = key;
        }

        return context;
    }

    private static async Task Eventually(Func<bool> condition)
    {
        for (var look = 0; look < 10_000 && !condition(); look++)
        {
            await Task.Yield();
        }

        condition().Should().BeTrue();
    }
}
