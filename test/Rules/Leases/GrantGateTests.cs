using Microsoft.Extensions.Time.Testing;

namespace GrainJobs.Leases;

public sealed class GrantGateTests
{
    private readonly FakeTimeProvider time = new() { AutoAdvanceAmount = TimeSpan.FromMilliseconds(1) };
    private readonly GrantGate gate;

    public GrantGateTests() => gate = new(time);

    [Fact]
    public void Once_it_closes_nothing_is_handed_out()
    {
        gate.TryEnter().Should().BeTrue();
        gate.Leave();
        _ = gate.StopAsync(CancellationToken.None);

        gate.TryEnter().Should().BeFalse();
    }

    [Fact]
    public async Task It_waits_for_the_grant_under_way()
    {
        gate.TryEnter().Should().BeTrue();
        var closing = gate.StopAsync(CancellationToken.None);
        time.Advance(TimeSpan.FromMilliseconds(60));
        closing.IsCompleted.Should().BeFalse();

        gate.Leave();
        await Advance(closing, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task It_does_not_wait_for_ever()
    {
        gate.TryEnter().Should().BeTrue();

        await Advance(gate.StopAsync(CancellationToken.None), TimeSpan.FromSeconds(10));
    }

    private async Task Advance(Task closing, TimeSpan limit)
    {
        for (var step = TimeSpan.Zero; step < limit && !closing.IsCompleted; step += TimeSpan.FromMilliseconds(50))
        {
            time.Advance(TimeSpan.FromMilliseconds(50));
            await Task.Yield();
        }

        await closing.WaitAsync(TimeSpan.FromSeconds(5));
    }
}
