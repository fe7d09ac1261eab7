using System.Reflection;
using GrainJobs.Builds;
using GrainJobs.Files;
using GrainJobs.Time;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace GrainJobs.Jobs;

public sealed class RetentionLoopTests
{
    private const int Rows = 1_000_500;

    [Fact]
    public async Task However_many_have_ended_since_all_are_removed_before_it_rests_again()
    {
        var jobs = DispatchProxy.Create<IJobStore, Retiring>();
        var builds = DispatchProxy.Create<IBuildStore, Retiring>();
        ((Retiring)(object)jobs).Left = Rows;
        var time = new FakeTimeProvider();
        using var loop = new RetentionLoop(
            jobs, builds, DispatchProxy.Create<IFileStore, Retiring>(), Options.Create(new RetentionOptions()), new Clock(time), time, NullLogger<RetentionLoop>.Instance);
        await loop.StartAsync(default);

        while (!((Retiring)(object)jobs).HasBegun)
        {
            time.Advance(TimeSpan.FromSeconds(20));
            await Task.Yield();
        }

        await ((Retiring)(object)jobs).IsEmpty.WaitAsync(TimeSpan.FromSeconds(30));
        await loop.StopAsync(default);
    }

    /// <summary>A store with so many rows whose time is over, and nothing else.</summary>
    public class Retiring : DispatchProxy
    {
        private readonly TaskCompletionSource empty = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal int Left { get; set; }

        internal bool HasBegun { get; private set; }

        internal Task IsEmpty => empty.Task;

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            HasBegun = true;
            var gone = Math.Min(Left, (int)args![2]!);
            Left -= gone;
            if (Left == 0)
            {
                empty.TrySetResult();
            }

            return Task.FromResult(new Retired(gone, []));
        }
    }
}
