using GrainJobs.Leases;
using GrainJobs.Workers;
using Microsoft.Extensions.Options;

namespace GrainJobs.Builds;

/// <summary>
/// One build, single-threaded: ask the rule, write, tell. Its state is the committed row; it keeps a copy only to save reads, and a stale copy
/// costs a refused write, never a wrong answer (see <see cref="BuildLedger"/>).
/// </summary>
internal sealed class BuildGrain(BuildLedger ledger, BuildLogbook logbook, IOptions<BuildOptions> options) : Grain, IBuildGrain
{
    private const int MostSamples = 500;

    private readonly Queue<BuildSample> samples = new();
    private Build? known;

    private BuildId Id => new(this.GetPrimaryKeyString());

    public Task<Result<Build>> SaveSource(BuildFile source) => Change((build, now) => BuildLifecycle.SaveSource(build, source, now));

    public Task<Result<Build>> Assign(WorkerId worker, string? workerName, LeaseToken token, bool classic) =>
        Change((build, now) => BuildLifecycle.Assign(build, worker, workerName, token, classic, now), TimeSpan.Zero);

    public Task<Result<Build>> Touch(BuildCall call) => Change((build, now) => BuildLifecycle.Touch(build, call, now));

    public Task<Result<Build>> Report(BuildReport report) => report.Kind switch
    {
        ReportKind.Progress => Change((build, now) => BuildLifecycle.Progress(build, report, now)),
        ReportKind.Complete => Change((build, now) => BuildLifecycle.Complete(build, report, now)),
        ReportKind.Fail => Change((build, now) => BuildLifecycle.Fail(build, report, now)),
        ReportKind.Release => Change((build, now) => BuildLifecycle.Release(build, report, now)),
        _ => throw new ArgumentOutOfRangeException(nameof(report)),
    };

    public Task<Result<Build>> Cancel() => Change(BuildLifecycle.Cancel);

    public Task<Result<Build>> CancelWaiting() => Change(BuildLifecycle.CancelWaiting);

    public Task<Result<Build>> Lose(LeaseToken token, bool silent) =>
        Change((build, now) => BuildLifecycle.Lose(build, token, silent, options.Value.LostPolicy, now));

    public Task<Result<Build>> FailAssignment(string reason) => Change((build, now) => BuildLifecycle.FailAssignment(build, reason, now));

    public async Task<Result<int>> AppendLogs(BuildCall call, BuildLogLine[] lines, string? idempotencyKey)
    {
        var held = await Touch(call);
        if (held.IsRefused)
        {
            return held.Refusal;
        }

        var appended = await logbook.Append(Id, held.Value.Lease!.Token, lines, idempotencyKey);
        return appended ?? BuildRefusals.NotAssigned();
    }

    public async Task<Result<Build>> Sample(BuildCall call, BuildSample sample)
    {
        var held = await Touch(call);
        if (!held.IsRefused)
        {
            samples.Enqueue(sample);
            if (samples.Count > MostSamples)
            {
                samples.Dequeue();
            }
        }

        return held;
    }

    public Task<BuildSample[]> Samples() => Task.FromResult(samples.ToArray());

    /// <summary>Any failure to write leaves the outcome unknown: forget the copy and start anew from the row.</summary>
    private async Task<Result<Build>> Change(Func<Build, DateTimeOffset, Result<BuildChange>> rule, TimeSpan? patience = null)
    {
        try
        {
            var changed = await ledger.Change(Id, known, rule, patience ?? BuildLedger.Patience);
            known = changed.IsRefused ? null : changed.Value;
            if (changed.IsRefused && samples.Count == 0)
            {
                DeactivateOnIdle();
            }

            return changed;
        }
        catch
        {
            known = null;
            DeactivateOnIdle();
            throw;
        }
    }
}
