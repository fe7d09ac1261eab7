using System.ComponentModel;
using System.Diagnostics;
using GrainJobs.Logs;

namespace GrainJobs.Processes;

/// <summary>Runs one command in a session of its own and leaves no process of it behind, however it ends.</summary>
internal sealed class BuildCommand(ProcessFamily family)
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(5);

    /// <summary>The exit code; 128 + signal when a signal ended it. Throws when the program can't be started, or on the stop.</summary>
    /// <param name="prepare">Sets folder and environment.</param>
    /// <param name="stop">Kills the command and everything it started.</param>
    internal async Task<int> RunAsync(IReadOnlyList<string> command, Action<ProcessStartInfo> prepare, Func<Stream, string, OutputPump> pump, CancellationToken stop)
    {
        using Process process = Start(command, prepare);
        using CancellationTokenSource closing = new();
        using CancellationTokenSource giveUp = new();
        await using CancellationTokenRegistration stopped = stop.Register(() => giveUp.CancelAfter(LastWords));
        Task pumps = Task.WhenAll(
            pump(process.StandardOutput.BaseStream, "info").RunAsync(closing.Token, giveUp.Token),
            pump(process.StandardError.BaseStream, "warn").RunAsync(closing.Token, giveUp.Token));
        try
        {
            await process.WaitForExitAsync(stop);
            stop.ThrowIfCancellationRequested();
            return process.ExitCode;
        }
        finally
        {
            // Whatever the command left running holds the output open, and the folder.
            await family.EndAsync(stop.IsCancellationRequested ? Grace : TimeSpan.Zero);
            await closing.CancelAsync();
            await pumps.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private Process Start(IReadOnlyList<string> command, Action<ProcessStartInfo> prepare)
    {
        // setsid replaces itself by the command, so the process we hold is the first of its session.
        ProcessStartInfo start = new("setsid", ["--", .. command])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        prepare(start);
        try
        {
            Process process = Process.Start(start) ?? throw new Win32Exception("no process");
            family.Session = process.Id;
            process.StandardInput.Close();
            return process;
        }
        catch (Win32Exception fault)
        {
            throw new IOException($"The agent can't start commands (it needs setsid of util-linux): {fault.Message}", fault);
        }
    }
}
