using System.Diagnostics.Metrics;
using GrainJobs.Jobs;
using GrainJobs.Time;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace GrainJobs.Storage;

public sealed class CommitEngineTests : IAsyncDisposable
{
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly ScriptedStore store = new();
    private CommitEngine? engine;

    public async ValueTask DisposeAsync()
    {
        if (engine is not null)
        {
            await engine.DisposeAsync();
        }

        await services.DisposeAsync();
    }

    [Fact]
    public async Task Writes_gather_while_a_batch_commits_and_go_together_sorted_by_key()
    {
        TaskCompletionSource gate = new();
        store.OnCommit = async _ =>
        {
            await gate.Task;
            return null;
        };
        CommitEngine one = Start(new CommitOptions { Lanes = 1 });
        List<Task<WriteOutcome>> commits = [one.Commit(Write("first"))];
        await Taken();
        commits.AddRange(Enumerable.Range(0, 20).Reverse().Select(n => one.Commit(Write($"k{n:00}"))));
        gate.SetResult();
        await Task.WhenAll(commits);

        store.Batches.Should().HaveCount(2);
        store.Batches.Last().Select(write => write.Key).Should().BeInAscendingOrder(StringComparer.Ordinal).And.HaveCount(20);
    }

    [Fact]
    public async Task Of_many_that_do_not_fit_none_is_begun()
    {
        TaskCompletionSource gate = new();
        store.OnCommit = async _ =>
        {
            await gate.Task;
            return null;
        };
        CommitEngine small = Start(new CommitOptions { Lanes = 1, QueuedWrites = 5 });
        Task<WriteOutcome> first = small.Commit(Write("first"));

        await FluentActions.Awaiting(() => small.CommitAll([.. Enumerable.Range(0, 5).Select(n => Write($"k{n}"))])).Should().ThrowAsync<OverloadedException>();
        Task<WriteOutcome[]> fit = small.CommitAll([.. Enumerable.Range(5, 4).Select(n => Write($"k{n}"))]);
        gate.SetResult();

        await first;
        (await fit).Should().Equal(Enumerable.Repeat(WriteOutcome.Committed, 4));
        store.Batches.SelectMany(batch => batch).Select(write => write.Key).Should().Equal("job/first", "job/k5", "job/k6", "job/k7", "job/k8");
    }

    [Fact]
    public async Task Two_writes_of_one_key_are_never_under_way_at_once()
    {
        int held = 0;
        int most = 0;
        store.OnCommit = async batch =>
        {
            batch.Select(write => write.Key).Should().OnlyHaveUniqueItems();
            most = Math.Max(most, Interlocked.Increment(ref held));
            await Task.Yield();
            Interlocked.Decrement(ref held);
            return null;
        };
        CommitEngine lanes = Start(new CommitOptions { Lanes = 4 });

        WriteOutcome[] outcomes = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => lanes.Commit(Write("same"))));

        outcomes.Should().AllBeEquivalentTo(WriteOutcome.Committed);
        most.Should().Be(1);
        store.Batches.Should().HaveCount(200);
    }

    [Fact]
    public async Task Beside_a_commit_under_way_a_second_begins_when_enough_waits()
    {
        TaskCompletionSource gate = Hold("first");
        CommitEngine lanes = Start(new CommitOptions { Lanes = 2, FewestBeside = 4, LongCommit = TimeSpan.FromMinutes(5) });
        List<Task<WriteOutcome>> commits = [lanes.Commit(Write("first"))];
        await Eventually.BeTrue("the first is under way", () => store.Batches.Count == 1);

        foreach (string id in (string[])["a", "b", "c", "d"])
        {
            commits.Add(lanes.Commit(Write(id)));
            await Task.Yield();
        }

        await Task.WhenAll(commits[1..]).WaitAsync(TimeSpan.FromSeconds(10));
        store.Batches.Select(batch => batch.Length).Should().Equal(1, 4);
        gate.SetResult();
        await Task.WhenAll(commits);
    }

    [Fact]
    public async Task Few_writes_wait_for_the_commit_under_way_when_the_other_lane_is_done()
    {
        TaskCompletionSource gate = Hold("first");
        CommitEngine lanes = Start(new CommitOptions { Lanes = 2, FewestBeside = 4, LongCommit = TimeSpan.FromMinutes(5) });
        Task<WriteOutcome> first = lanes.Commit(Write("first"));
        await Eventually.BeTrue("the first is under way", () => store.Batches.Count == 1);
        TaskCompletionSource second = Hold("a");
        Task<WriteOutcome[]> enough = lanes.CommitAll([Write("a"), Write("b"), Write("c"), Write("d")]);
        await Eventually.BeTrue("the second is under way", () => store.Batches.Count == 2);

        Task<WriteOutcome> few = lanes.Commit(Write("few"));
        second.SetResult();
        await enough;
        await lanes.CommitAll([Write("e"), Write("f"), Write("g"), Write("h")]).WaitAsync(TimeSpan.FromSeconds(10));

        store.Batches.Select(batch => batch.Length).Should().Equal([1, 4, 5], "the one that waited went with the next that were enough");
        await few;
        gate.SetResult();
        await first;
    }

    [Fact]
    public async Task Few_writes_do_not_wait_for_a_slow_commit()
    {
        TaskCompletionSource gate = Hold("first");
        CommitEngine lanes = Start(new CommitOptions { Lanes = 2, LongCommit = TimeSpan.FromMilliseconds(1) });
        Task<WriteOutcome> first = lanes.Commit(Write("first"));
        await Eventually.BeTrue("the first is under way", () => store.Batches.Count == 1);

        (await lanes.Commit(Write("few")).WaitAsync(TimeSpan.FromSeconds(4))).Should().Be(WriteOutcome.Committed);

        first.IsCompleted.Should().BeFalse();
        gate.SetResult();
        await first;
    }

    [Fact]
    public async Task A_full_queue_refuses_at_once_and_takes_again_when_there_is_room()
    {
        TaskCompletionSource gate = new();
        store.OnCommit = async _ =>
        {
            await gate.Task;
            return null;
        };
        CommitEngine small = Start(new CommitOptions { QueuedWrites = 5, Lanes = 1 });
        Task<WriteOutcome>[] taken = [.. Enumerable.Range(0, 5).Select(n => small.Commit(Write($"{n}")))];

        await FluentActions.Awaiting(() => small.Commit(Write("more"))).Should().ThrowAsync<OverloadedException>();

        gate.SetResult();
        await Task.WhenAll(taken);
        store.Batches.SelectMany(batch => batch).Select(write => write.Key).Should().NotContain("job/more");
        (await small.Commit(Write("later"))).Should().Be(WriteOutcome.Committed);
    }

    [Fact]
    public async Task Bytes_are_bounded_too()
    {
        TaskCompletionSource gate = new();
        store.OnCommit = async _ =>
        {
            await gate.Task;
            return null;
        };
        CommitEngine small = Start(new CommitOptions { QueuedBytes = 10_000, Lanes = 1 });
        Task<WriteOutcome> large = small.Commit(Write("large") with { Input = new byte[20_000] });

        await FluentActions.Awaiting(() => small.Commit(Write("more"))).Should().ThrowAsync<OverloadedException>();

        gate.SetResult();
        (await large).Should().Be(WriteOutcome.Committed);
    }

    [Fact]
    public async Task A_bad_row_fails_alone_and_a_locked_one_waits_alone()
    {
        bool isLocked = true;
        store.OnCommit = batch =>
            batch.Any(write => write.Key == "job/bad") ? throw new BadRowException("bad")
            : isLocked && batch.Any(write => write.Key == "job/locked") ? throw new RowLockedException("locked")
            : Task.FromResult<WriteOutcome[]?>(null);
        CommitEngine one = Start(new CommitOptions { Lanes = 1 });

        Task<WriteOutcome> bad = one.Commit(Write("bad"));
        Task<WriteOutcome> locked = one.Commit(Write("locked"));
        WriteOutcome[] good = await Task.WhenAll(Enumerable.Range(0, 50).Select(n => one.Commit(Write($"good{n}"))));

        good.Should().AllBeEquivalentTo(WriteOutcome.Committed);
        (await bad).Should().Be(WriteOutcome.Rejected);
        locked.IsCompleted.Should().BeFalse();
        isLocked = false;
        (await locked).Should().Be(WriteOutcome.Committed);
    }

    [Fact]
    public async Task An_unconfirmed_commit_that_is_in_the_database_is_committed_and_not_written_again()
    {
        store.OnCommit = _ => throw new StorageUnavailableException();
        store.OnReconcile = _ => true;

        (await Start().Commit(Write("a"))).Should().Be(WriteOutcome.Committed);

        store.Batches.Should().ContainSingle();
    }

    [Fact]
    public async Task A_conflict_with_its_own_late_commit_is_no_conflict()
    {
        // The lost attempt lands only after it was looked for and before it is tried again.
        int looks = 0;
        store.OnCommit = _ => store.Batches.Count == 1
            ? throw new StorageUnavailableException()
            : Task.FromResult<WriteOutcome[]?>([WriteOutcome.Conflict]);
        store.OnReconcile = _ => Interlocked.Increment(ref looks) > 1;

        (await Start().Commit(Write("a"))).Should().Be(WriteOutcome.Committed);
    }

    [Fact]
    public async Task A_conflict_after_an_unconfirmed_commit_of_another_is_a_conflict()
    {
        store.OnCommit = _ => store.Batches.Count == 1
            ? throw new StorageUnavailableException()
            : Task.FromResult<WriteOutcome[]?>([WriteOutcome.Conflict]);
        store.OnReconcile = _ => false;

        (await Start().Commit(Write("a"))).Should().Be(WriteOutcome.Conflict);
    }

    [Fact]
    public async Task An_outcome_that_cannot_be_told_is_never_reported_as_a_conflict()
    {
        store.OnCommit = _ => throw new StorageUnavailableException();
        store.OnReconcile = _ => null;

        await FluentActions.Awaiting(() => Start().Commit(Write("a"))).Should().ThrowAsync<StorageUnavailableException>();
    }

    [Fact]
    public async Task Storage_that_stays_away_fails_every_caller_within_the_limit()
    {
        store.OnCommit = _ => throw new StorageUnavailableException();
        CommitEngine short1 = Start(new CommitOptions { TimeLimit = TimeSpan.FromSeconds(1), BatchWrites = 3, Lanes = 1, LongestPause = TimeSpan.FromMilliseconds(20) });

        Task<WriteOutcome>[] commits = [.. Enumerable.Range(0, 20).Select(n => short1.Commit(Write($"{n}")))];

        foreach (Task<WriteOutcome> commit in commits)
        {
            await FluentActions.Awaiting(() => commit.WaitAsync(TimeSpan.FromSeconds(10))).Should().ThrowAsync<StorageUnavailableException>();
        }

        store.OnCommit = static _ => Task.FromResult<WriteOutcome[]?>(null);
        (await short1.Commit(Write("after"))).Should().Be(WriteOutcome.Committed);
    }

    [Fact]
    public async Task A_lane_that_hangs_does_not_keep_callers_waiting()
    {
        TaskCompletionSource gate = new();
        store.OnCommit = async _ =>
        {
            await gate.Task;
            return null;
        };
        CommitEngine hanging = Start(new CommitOptions { TimeLimit = TimeSpan.FromMilliseconds(200), Lanes = 1 });

        Task<WriteOutcome> taken = hanging.Commit(Write("taken"));
        await Taken();
        Task<WriteOutcome> waiting = hanging.Commit(Write("waiting"));

        await FluentActions.Awaiting(() => taken.WaitAsync(TimeSpan.FromSeconds(10))).Should().ThrowAsync<StorageUnavailableException>();
        await FluentActions.Awaiting(() => waiting.WaitAsync(TimeSpan.FromSeconds(10))).Should().ThrowAsync<StorageUnavailableException>();
        gate.SetResult();
        (await hanging.Commit(Write("next"))).Should().Be(WriteOutcome.Committed);
        store.Batches.SelectMany(batch => batch).Select(write => write.Key).Should().NotContain("job/waiting");
    }

    [Fact]
    public async Task A_caller_that_blocks_in_its_continuation_does_not_stop_the_lane()
    {
        // Not settled before the continuation is there: that would block here, in the test.
        TaskCompletionSource attached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        store.OnCommit = async _ =>
        {
            await attached.Task;
            return null;
        };
        CommitEngine one = Start(new CommitOptions { Lanes = 1 });
        using ManualResetEventSlim release = new();
        Task blocked = one.Commit(Write("a")).ContinueWith(_ => release.Wait(), TaskContinuationOptions.ExecuteSynchronously);
        attached.SetResult();

        (await one.Commit(Write("b")).WaitAsync(TimeSpan.FromSeconds(10))).Should().Be(WriteOutcome.Committed);

        release.Set();
        await blocked;
    }

    [Fact]
    public async Task Stopping_commits_what_was_taken()
    {
        TaskCompletionSource gate = new();
        store.OnCommit = async _ =>
        {
            await gate.Task;
            return null;
        };
        CommitEngine stopping = Start(new CommitOptions { Lanes = 1, BatchWrites = 4 });
        Task<WriteOutcome>[] commits = [.. Enumerable.Range(0, 10).Select(n => stopping.Commit(Write($"{n}")))];

        ValueTask stopped = stopping.DisposeAsync();
        await FluentActions.Awaiting(() => stopping.Commit(Write("late"))).Should().ThrowAsync<OverloadedException>();
        gate.SetResult();
        await stopped;

        (await Task.WhenAll(commits)).Should().AllBeEquivalentTo(WriteOutcome.Committed);
        engine = null;
    }

    [Fact]
    public async Task A_bug_in_the_store_fails_its_batch_and_the_lane_goes_on()
    {
        store.OnCommit = batch => batch[0].Key == "job/bug" ? throw new InvalidOperationException("bug") : Task.FromResult<WriteOutcome[]?>(null);
        CommitEngine one = Start(new CommitOptions { Lanes = 1 });

        await FluentActions.Awaiting(() => one.Commit(Write("bug"))).Should().ThrowAsync<StorageUnavailableException>();
        (await one.Commit(Write("good"))).Should().Be(WriteOutcome.Committed);
    }

    private Task Taken() => Eventually.BeTrue("the lane took the first write", () => !store.Batches.IsEmpty);

    // Only the batch of that write waits.
    private TaskCompletionSource Hold(string id)
    {
        TaskCompletionSource gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        store.OnCommit = async batch =>
        {
            if (batch.Any(write => write.Key == $"job/{id}"))
            {
                await gate.Task;
            }

            return null;
        };
        return gate;
    }

    private static JobWrite Write(string id) => SomeJobs.Insert(SomeJobs.Queued(id));

    private CommitEngine Start(CommitOptions? options = null) => engine = new CommitEngine(
        store, options ?? new CommitOptions(), TimeProvider.System, services.GetRequiredService<IMeterFactory>(), NullLogger<CommitEngine>.Instance);
}
