using System.Net;
using System.Net.Sockets;
using GrainJobs.Files;
using GrainJobs.Processes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace GrainJobs.Hosting;

/// <summary>When a silo that starts lets other silos in.</summary>
public sealed class SiloDoorTests : IDisposable
{
    /// <summary>The runtime listens by then, and writes that the silo joins much later.</summary>
    private const int BeforeJoining = ServiceLifecycleStage.RuntimeServices;

    /// <summary>The silo has joined by then, and is not a member yet.</summary>
    private const int WhileJoining = ServiceLifecycleStage.ApplicationServices + 1;

    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(2);

    private readonly FakeTimeProvider time = new();
    private readonly ScratchFolder folder = new();
    private readonly Port port = Port.Reserve();
    private readonly Port gatewayPort = Port.Reserve();

    public void Dispose()
    {
        port.Dispose();
        gatewayPort.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task A_silo_that_has_not_joined_lets_nobody_in() =>
        await WhileHeldAt(BeforeJoining, async () =>
        {
            for (int i = 0; i < 5; i++)
            {
                (await IsLetIn()).Should().BeFalse();
            }
        });

    /// <summary>Members evict it after 2.5 s in which it did not answer, and a start may take longer. Who comes at once may look for its predecessor.</summary>
    [Fact]
    public async Task A_silo_that_joins_lets_members_in_half_a_second_later() =>
        await WhileHeldAt(WhileJoining, async () =>
        {
            (await IsLetIn()).Should().BeFalse();

            time.Advance(TimeSpan.FromSeconds(0.5));
            (await IsLetIn()).Should().BeTrue();
        });

    private async Task WhileHeldAt(int stage, Func<Task> look)
    {
        var held = new HeldStart(stage);
        using var host = Build(held);
        var started = host.StartAsync();
        await held.Reached.WaitAsync(TimeSpan.FromSeconds(30));
        try
        {
            await look();
        }
        finally
        {
            held.GoOn();
            await started;
            await host.StopAsync();
        }
    }

    private IHost Build(HeldStart held)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Data:Path"] = folder.Path,
            ["Silo:Port"] = $"{port.Number}",
            ["Silo:GatewayPort"] = $"{gatewayPort.Number}",
            ["Dashboard:Enabled"] = "false",
            ["Samples:ProductImages:Enabled"] = "false",
        });
        builder.Logging.ClearProviders();
        var read = new Settings(builder.Configuration);
        builder.AddGrainJobsSilo(ClusterSettings.Read(read), SiloSettings.Read(read, builder.Configuration));
        builder.Services.AddFileStore(FileSettings.Read(read));
        builder.Services.AddSingleton(services => new SiloDoor(services.GetRequiredService<ISiloStatusOracle>(), time));
        builder.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(held);
        return builder.Build();
    }

    /// <summary>Who is not let in reads an end at once; who is waits for the silo's first word, or for ours.</summary>
    private async Task<bool> IsLetIn()
    {
        using var client = new TcpClient();
        using var limit = new CancellationTokenSource(LongEnough);
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port.Number);
            return await client.GetStream().ReadAsync(new byte[1], limit.Token) > 0;
        }
        catch (OperationCanceledException)
        {
            return true;
        }
        catch (Exception end) when (end is IOException or SocketException { SocketErrorCode: not SocketError.ConnectionRefused })
        {
            return false;
        }
    }

    /// <summary>Keeps the silo from starting further than to a stage.</summary>
    private sealed class HeldStart(int stage) : ILifecycleParticipant<ISiloLifecycle>
    {
        private readonly TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Reached => reached.Task;

        public void GoOn() => released.TrySetResult();

        public void Participate(ISiloLifecycle observer) => observer.Subscribe(nameof(HeldStart), stage, async stop =>
        {
            reached.TrySetResult();
            await released.Task.WaitAsync(stop);
        });
    }
}
