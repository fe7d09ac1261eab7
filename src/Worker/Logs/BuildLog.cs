using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;
using GrainJobs.Builds;
using GrainJobs.Http;
using GrainJobs.Workers;

namespace GrainJobs.Logs;

/// <summary>
/// The log of one build on its way to the gateway: lines in order, in batches, each batch under its own number, so that a repeat is
/// stored once. When the gateway is away the queue fills and the build waits with its output, rather than losing lines.
/// </summary>
internal sealed class BuildLog : IAsyncDisposable
{
    private const int Waiting = 2000;
    private const int BatchLines = 200;
    private const int BatchChars = 128 * 1024;
    private const long MostChars = 64 * 1024 * 1024;
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(250);
    private readonly Channel<BuildLine> lines = Channel.CreateBounded<BuildLine>(new BoundedChannelOptions(Waiting) { SingleReader = true });
    private readonly CancellationTokenSource end = new();
    private readonly AssignedBuild build;
    private readonly TimeProvider time;
    private readonly string series;
    private readonly Task sending;
    private int batch;
    private long written;
    private volatile bool refused;

    internal BuildLog(AssignedBuild build, TimeProvider time)
    {
        this.build = build;
        this.time = time;
        series = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(build.Build.LeaseToken)))[..16];
        sending = Task.Run(SendAsync);
    }

    /// <summary>Called once, when the gateway says that this lease is over.</summary>
    internal Action? OnLost { get; init; }

    /// <summary>Adds a line; waits while too many are on their way.</summary>
    internal async ValueTask WriteAsync(string level, string message, CancellationToken stop)
    {
        long before = Interlocked.Add(ref written, message.Length + 1) - message.Length - 1;
        if (before < MostChars)
        {
            string last = before + message.Length + 1 >= MostChars ? $"The log has reached {MostChars} characters; what follows is dropped." : message;
            await lines.Writer.WriteAsync(new BuildLine(last == message ? level : "warn", last), stop);
        }
    }

    /// <summary>Returns when everything written is stored, was refused, or <paramref name="stop"/> came.</summary>
    internal async Task FlushAsync(CancellationToken stop)
    {
        lines.Writer.TryComplete();
        await sending.WaitAsync(stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public async ValueTask DisposeAsync()
    {
        lines.Writer.TryComplete();
        await end.CancelAsync();
        await sending;
        end.Dispose();
    }

    private async Task SendAsync()
    {
        List<BuildLine> next = [];
        try
        {
            while (await lines.Reader.WaitToReadAsync(end.Token))
            {
                await GatherAsync(next);
                await SendAsync(next);
                next.Clear();
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The build was given up: its remaining lines belong to nobody.
        }
    }

    // A moment for more lines, unless there is a batch already or the log is complete.
    private async Task GatherAsync(List<BuildLine> next)
    {
        if (lines.Reader.Count < BatchLines && !lines.Reader.Completion.IsCompleted)
        {
            await Task.WhenAny(lines.Reader.Completion, Task.Delay(Gather, time, end.Token));
        }

        int chars = 0;
        while (next.Count < BatchLines && chars < BatchChars && lines.Reader.TryRead(out BuildLine? line))
        {
            next.Add(line);
            chars += line.Message.Length;
        }
    }

    private async Task SendAsync(List<BuildLine> next)
    {
        if (refused || next.Count == 0)
        {
            return;
        }

        try
        {
            await build.WriteLogsAsync([.. next], $"log-{series}-{++batch}", end.Token);
        }
        catch (GatewayException refusal)
        {
            // From here on lines are read and dropped, so that the build's output never blocks.
            refused = true;
            (refusal.IsLeaseLost ? OnLost : null)?.Invoke();
        }
        catch (GatewayUnavailableException)
        {
            refused = true;
        }
    }
}
