using GrainJobs.Http;
using GrainJobs.Leases;
using GrainJobs.Logs;
using GrainJobs.Workers;
using Microsoft.Extensions.Logging;

namespace GrainJobs.Builds;

/// <summary>One build in the agent's hands, from the poll to the report: exactly one final word, and nothing left on the machine.</summary>
internal sealed partial class BuildRun : IDisposable
{
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan HandBackPatience = TimeSpan.FromSeconds(3);
    private readonly CancellationTokenSource halt = new();
    private readonly BuildFolder folder;
    private readonly AgentOptions options;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private volatile HaltReason reason;
    private volatile BuildWork? work;

    internal BuildRun(AssignedBuild assigned, BuildFolder folder, AgentOptions options, TimeProvider time, ILogger logger)
    {
        Assigned = assigned;
        this.folder = folder;
        this.options = options;
        this.time = time;
        this.logger = logger;
    }

    internal AssignedBuild Assigned { get; }

    internal PolledBuild Build => Assigned.Build;

    internal LeaseHold Held => new(Build.LeaseToken, work?.Progress);

    /// <summary>Ends it from outside. A lost lease overrules every other reason.</summary>
    internal void Halt(HaltReason why)
    {
        reason = reason == HaltReason.None || why == HaltReason.Lost ? why : reason;
        try
        {
            halt.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It ended by itself meanwhile.
        }
    }

    /// <summary>Kills everything it started, at once.</summary>
    internal void Kill() => work?.Kill();

#pragma warning disable CA1031 // One build's fault must not end the agent, which runs others.
    internal async Task RunAsync()
    {
        LogBegins(Build.Id, Build.Platform);
        try
        {
            await WorkAndReportAsync();
        }
        catch (Exception fault)
        {
            LogCrashed(Build.Id, fault);
        }
        finally
        {
            if (folder.Delete() is { } resistance)
            {
                LogFolderResists(Build.Id, resistance);
            }
        }
    }
#pragma warning restore CA1031

    public void Dispose() => halt.Dispose();

    private async Task WorkAndReportAsync()
    {
        await using BuildLog log = new(Assigned, time) { OnLost = () => Halt(HaltReason.Lost) };
        try
        {
            work = new BuildWork(Assigned, folder, options, log, time);
            BuildOutcome outcome = await work.RunAsync(halt.Token);
            await log.FlushAsync(halt.Token);
            halt.Token.ThrowIfCancellationRequested();
            LogEnds(Build.Id, outcome);
            await ReportAsync(outcome);
        }
        catch (OperationCanceledException) when (halt.IsCancellationRequested)
        {
            BuildOutcome halted = new BuildOutcome.Halted(reason);
            LogEnds(Build.Id, halted);
            await HaltedAsync(log);
        }
    }

    private async Task ReportAsync(BuildOutcome outcome)
    {
        try
        {
            await (outcome switch
            {
                BuildOutcome.Succeeded done => Assigned.SucceedAsync(done.ResultZip, done.PreviewUrl, halt.Token),
                BuildOutcome.Failed failed => Assigned.FailAsync(failed.Error, failed.Class, null, halt.Token),
                _ => Task.CompletedTask,
            });
        }
        catch (GatewayException refusal) when (outcome is BuildOutcome.Succeeded && !refusal.IsLeaseLost)
        {
            // Too large, for instance: the build must not hang until its lease ends.
            await ReportAsync(new BuildOutcome.Failed($"The gateway refused the result: {refusal.Message}", "permanent"));
        }
        catch (Exception fault) when (fault is GatewayException or GatewayUnavailableException)
        {
            LogNotReported(Build.Id, fault.Message);
        }
    }

    private async Task HaltedAsync(BuildLog log)
    {
        try
        {
            await (reason switch
            {
                HaltReason.Draining => Assigned.AbandonAsync("The agent is shutting down", HandBackPatience, CancellationToken.None),
                HaltReason.Cancelled => ConfirmCancelAsync(log),
                _ => Task.CompletedTask,
            });
        }
        catch (Exception fault) when (fault is GatewayException or GatewayUnavailableException)
        {
            LogNotReported(Build.Id, fault.Message);
        }
    }

    private async Task ConfirmCancelAsync(BuildLog log)
    {
        using CancellationTokenSource limit = new(LastWords, time);
        await log.FlushAsync(limit.Token);
        await Assigned.AbandonAsync("Stopped after the cancellation", HandBackPatience, limit.Token);
    }
}
