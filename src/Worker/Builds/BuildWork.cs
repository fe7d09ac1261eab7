using System.Globalization;
using GrainJobs.Archives;
using GrainJobs.Http;
using GrainJobs.Logs;
using GrainJobs.Processes;
using GrainJobs.Workers;

namespace GrainJobs.Builds;

/// <summary>The stages of one build: fetch, unpack, read the plan, run the command, pack the result. Every fault becomes an outcome.</summary>
internal sealed class BuildWork(AssignedBuild assigned, BuildFolder folder, AgentOptions options, BuildLog log, TimeProvider time)
{
    private static readonly TimeSpan FirstSample = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan SampleEvery = TimeSpan.FromSeconds(10);
    private readonly ProcessFamily family = new(folder.Mark, time);

    // Masked in everything the build says, although nothing gives them to it.
    private readonly List<string> secrets = [options.Key, assigned.Build.LeaseToken];
    private volatile int progress;

    /// <summary>Percent, by stage: how long a command takes nobody knows.</summary>
    internal int Progress => progress;

    internal void Kill() => family.Signal(Posix.SigKill);

    /// <summary>Throws only when stopped.</summary>
    internal async Task<BuildOutcome> RunAsync(CancellationToken stop)
    {
        BuildOutcome outcome = await TryAsync(stop);
        if (outcome is BuildOutcome.Failed failed)
        {
            outcome = failed with { Error = SecretMask.Apply(secrets, failed.Error) };
            await log.WriteAsync("error", SecretMask.Apply(secrets, failed.Error), stop);
        }

        return outcome;
    }

    private async Task<BuildOutcome> TryAsync(CancellationToken stop)
    {
        try
        {
            return await StagesAsync(stop);
        }
        catch (ArchiveRefusedException refused)
        {
            return new BuildOutcome.Failed($"The source was refused: {refused.Message}", "permanent");
        }
        catch (PlanRefusedException refused)
        {
            return new BuildOutcome.Failed(refused.Message, refused.Class);
        }
        catch (GatewayException refusal) when (refusal.IsLeaseLost)
        {
            // The heartbeat learns the same; saying anything about the build is no longer ours.
            return new BuildOutcome.Halted(HaltReason.Lost);
        }
        catch (Exception fault) when (fault is GatewayException or GatewayUnavailableException)
        {
            return new BuildOutcome.Failed($"The source could not be fetched: {fault.Message}", "infrastructure");
        }
        catch (InvalidDataException fault)
        {
            return new BuildOutcome.Failed($"The source was refused: {fault.Message}", "permanent");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return new BuildOutcome.Failed($"The agent's machine failed: {fault.Message}", "infrastructure");
        }
    }

    private async Task<BuildOutcome> StagesAsync(CancellationToken stop)
    {
        folder.Create();
        new RunRecord(assigned.Build).Write(folder.Record);
        await assigned.DownloadSourceAsync(folder.SourceZip, options.SourceBytes, stop);
        progress = 10;
        await Task.Run(() => SafeUnzip.Unpack(folder.SourceZip, folder.Source, options.Archives, stop), stop);
        File.Delete(folder.SourceZip);
        await FetchCertificatesAsync(stop);
        BuildSource source = BuildSource.Open(folder.Source, options.Command);
        options.Account?.Take(folder.Box);
        Dictionary<string, string> given = BuildSecrets.Read(source.Plan, options.SecretsFolder);
        secrets.AddRange(given.Values);
        progress = 20;
        BuildOutcome? failure = await CommandAsync(source, given, stop);
        progress = 80;
        return failure ?? await PackAsync(source, stop);
    }

    private async Task FetchCertificatesAsync(CancellationToken stop)
    {
        if (assigned.Build.CertsUrl is null)
        {
            return;
        }

        string zip = folder.Certs + ".zip";
        await assigned.DownloadCertsAsync(zip, options.SourceBytes, stop);
        await Task.Run(() => SafeUnzip.Unpack(zip, folder.Certs, options.Archives, stop), stop);
        File.Delete(zip);
        secrets.AddRange(await PasswordsAsync(stop));
    }

    // Only certificates of the one kind have passwords that the gateway knows.
    private async Task<IEnumerable<string>> PasswordsAsync(CancellationToken stop)
    {
        try
        {
            BuildCertificates passwords = await assigned.CertificatesAsync(stop);
            return new[] { passwords.P12Password, passwords.KeychainPassword }.OfType<string>();
        }
        catch (GatewayException refusal) when (refusal.Status is 400 or 404)
        {
            return [];
        }
    }

    private async Task<BuildOutcome?> CommandAsync(BuildSource source, IReadOnlyDictionary<string, string> given, CancellationToken stop)
    {
        TimeSpan limit = source.Plan.TimeLimit < options.TimeLimit ? source.Plan.TimeLimit : options.TimeLimit;
        string shown = SecretMask.Apply(secrets, string.Join(' ', source.Plan.Command));
        await log.WriteAsync("info", $"Running: {new LogLines().Push(shown + "\n").First()}", stop);
        using CancellationTokenSource timed = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using CancellationTokenSource sampling = CancellationTokenSource.CreateLinkedTokenSource(stop);
        timed.CancelAfter(limit);
        Task samples = SampleAsync(sampling.Token);
        try
        {
            int code = await new BuildCommand(family).RunAsync(
                [.. options.Account?.Prefix ?? [], .. source.Plan.Command],
                start =>
                {
                    start.WorkingDirectory = source.Root;
                    BuildEnvironment.Set(start, source, folder, assigned.Build, options, given);
                },
                (stream, level) => new OutputPump(stream, level, new SecretMask(secrets), log, time),
                timed.Token);
            return code == 0 ? null : new BuildOutcome.Failed(string.Create(CultureInfo.InvariantCulture, $"The build command ended with exit code {code}."), "user");
        }
        catch (OperationCanceledException) when (timed.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            return new BuildOutcome.Failed(string.Create(CultureInfo.InvariantCulture, $"The build command was killed at its time limit of {limit.TotalSeconds} s."), "timeout");
        }
        finally
        {
            await sampling.CancelAsync();
            await samples;
        }
    }

    private async Task<BuildOutcome> PackAsync(BuildSource source, CancellationToken stop)
    {
        bool packed = await Task.Run(() => Artifacts.Pack(source, folder.ResultZip, stop), stop);
        await log.WriteAsync("info", packed ? $"Result: {new FileInfo(folder.ResultZip).Length} bytes" : "No result to keep", stop);
        return new BuildOutcome.Succeeded(packed ? folder.ResultZip : null, BuildOutput.Read(folder.Output).GetValueOrDefault("preview_url"));
    }

    private async Task SampleAsync(CancellationToken stop)
    {
        ProcessLoad load = new(family, time);
        try
        {
            for (TimeSpan next = FirstSample; ; next = SampleEvery)
            {
                await Task.Delay(next, time, stop);
                await assigned.SampleAsync(load.Look(), stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        catch (OperationCanceledException)
        {
            // The command is over.
        }
    }
}
