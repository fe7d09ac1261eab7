using System.Collections.Concurrent;
using System.Diagnostics;

namespace GrainJobs.Processes;

/// <summary>A real process that a test started: its output is kept, it is signalled by its id, and it never outlives the test run.</summary>
public sealed class ChildProcess : IAsyncDisposable
{
    private const int LinesKept = 200_000;
    private readonly Process process;
    private readonly ConcurrentQueue<string> lines = new();
    private readonly ConcurrentDictionary<LineWait, byte> waits = new();

    private ChildProcess(string name, Process process)
    {
        Name = name;
        this.process = process;
    }

    /// <summary>What failures call it: silo-1, gateway-2, postgres.</summary>
    public string Name { get; }

    public int Id => process.Id;

    public bool HasExited => process.HasExited;

    /// <summary>Only after it has ended; 128 + signal when a signal ended it.</summary>
    public int ExitCode => process.ExitCode;

    /// <summary>Everything it wrote to stdout and stderr so far, oldest first.</summary>
    public IReadOnlyCollection<string> Lines => lines;

    /// <summary>The end of its output, for the message of a failed test; without the frames of libraries, which would leave no room for what happened.</summary>
    public string Tail(int count = 40) => string.Join('\n', lines.Where(line => !IsFrameOfLibrary(line)).TakeLast(count));

    /// <summary>Starts it with exactly these settings on top of the environment of the test.</summary>
    public static ChildProcess Start(string name, string file, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null, string? folder = null, bool hasFamily = false)
    {
        ProcessStartInfo info = new(file, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
            WorkingDirectory = folder ?? Path.GetTempPath(),
        };
        foreach ((string key, string? value) in environment ?? new Dictionary<string, string?>())
        {
            info.Environment[key] = value;
        }

        ChildProcess child = new(name, new Process { StartInfo = info }) { HasFamily = hasFamily };
        child.process.OutputDataReceived += (_, line) => child.Keep(line.Data);
        child.process.ErrorDataReceived += (_, line) => child.Keep(line.Data);
        child.process.Start();
        ChildLedger.Enter(child);
        child.process.StandardInput.Close();
        child.process.BeginOutputReadLine();
        child.process.BeginErrorReadLine();
        return child;
    }

    /// <summary>False when it has ended already.</summary>
    public bool Send(Signal signal) => !process.HasExited && Signals.Send(process.Id, signal);

    /// <summary>Waits until it has ended by itself or by a signal; the exit code.</summary>
    public async Task<int> ExitAsync(TimeSpan? limit = null)
    {
        TimeSpan allowed = limit ?? TimeSpan.FromSeconds(40);
        using CancellationTokenSource end = new(allowed);
        try
        {
            await process.WaitForExitAsync(end.Token);
            return process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"{Name} (pid {Id}) was still running after {allowed.TotalSeconds:0} s.\n{Tail()}");
        }
    }

    /// <summary>kill -9, and waits until it is gone. A frozen process dies too.</summary>
    public async Task KillAsync()
    {
        Send(Signal.Kill);
        await ExitAsync();
    }

    /// <summary>SIGTERM, and waits for the graceful end; the exit code.</summary>
    public Task<int> TerminateAsync(TimeSpan? limit = null)
    {
        Send(Signal.Terminate);
        return ExitAsync(limit);
    }

    /// <summary>The first line, written before or after this call, that holds <paramref name="text"/>.</summary>
    public async Task<string> LineAsync(string text, TimeSpan? limit = null)
    {
        LineWait wait = new(text);
        waits.TryAdd(wait, 0);
        try
        {
            return lines.FirstOrDefault(wait.Matches) ?? await wait.Found.WaitAsync(limit ?? TimeSpan.FromSeconds(30));
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"{Name} never wrote '{text}'.\n{Tail()}");
        }
        finally
        {
            waits.TryRemove(wait, out _);
        }
    }

    /// <summary>It has processes of its own to end, so disposing asks it first (SIGTERM) and kills it only when it doesn't.</summary>
    public bool HasFamily { get; init; }

    public async ValueTask DisposeAsync()
    {
        if (HasFamily && Send(Signal.Terminate))
        {
            await ((Task)ExitAsync(TimeSpan.FromSeconds(90))).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (!process.HasExited)
        {
            await KillAsync();
        }

        ChildLedger.Leave(this);
        process.Dispose();
    }

    internal void KillNow() => Send(Signal.Kill);

    private static bool IsFrameOfLibrary(string line) => line.StartsWith("   at ", StringComparison.Ordinal) && !line.Contains("GrainJobs", StringComparison.Ordinal);

    private void Keep(string? line)
    {
        if (line is null || lines.Count >= LinesKept)
        {
            return;
        }

        lines.Enqueue(line);
        foreach (LineWait wait in waits.Keys)
        {
            wait.Offer(line);
        }
    }
}
