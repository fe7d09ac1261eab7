using GrainJobs.Leases;
using GrainJobs.Time;

namespace GrainJobs.Jobs;

/// <summary>
/// One job, single-threaded: ask the rule, write, tell. Its state is the committed row; it keeps a copy only to save reads, and a copy that
/// a batch has overtaken costs a refused write, never a wrong answer (see <see cref="JobLedger"/>).
/// </summary>
internal sealed class JobGrain(
    JobLedger ledger,
    JobLogbook logbook,
    IJobStore store,
    Clock clock) : Grain, IJobGrain
{
    private static readonly TimeSpan ProgressEvery = TimeSpan.FromSeconds(1);

    private Job? known;
    private DateTimeOffset progressWrittenAt = DateTimeOffset.MinValue;
    private LeaseReport? heldProgress;

    private JobId Id => new(this.GetPrimaryKeyString());

    public Task<Result<Job>> SaveInput(JobInput input, byte[]? content) =>
        Change((job, now) => JobLifecycle.SaveInput(job, input, content, now));

    public Task<Result<Job>> TakeOver(JobInput input) => Change((job, now) => JobLifecycle.TakeOver(job, input, now));

    public Task<Result<Job>> Patch(JobPatch patch) => Change((job, now) => JobLifecycle.Patch(job, patch, now));

    public Task<Result<Job>> Cancel() => Change(JobLifecycle.Cancel);

    public Task<Result<Job>> AddDependent() => Change(JobLifecycle.AddDependent);

    public Task<Result<Job>> Report(LeaseReport report) =>
        report.Kind == ReportKind.Progress ? ReportProgress(report) : Change((job, now) => JobLifecycle.Report(job, report, now, Random.Shared.NextDouble()));

    public async Task<Result<Job>> Delete()
    {
        var deleted = await ledger.Delete(Id);
        known = null;
        DeactivateOnIdle();
        return deleted;
    }

    public async Task<Result<long>> AppendLogs(JobLogLine[] lines, string? idempotencyKey) =>
        await store.Find(Id) is null ? JobRefusals.NotFound() : await logbook.Append(Id, lines, idempotencyKey);

    public async Task ResolveDependencies()
    {
        var job = await store.Find(Id);
        if (job is not { Status: JobStatus.Pending, DependenciesMet: false })
        {
            return;
        }

        var parents = (await store.FindMany(job.Spec.DependsOn)).ToDictionary(parent => parent.Id);
        var failed = job.Spec.DependsOn.FirstOrDefault(id => !parents.TryGetValue(id, out var one) || one.Status is JobStatus.Error or JobStatus.Cancelled);
        if (failed.Value is not null)
        {
            var how = parents.TryGetValue(failed, out var parent) ? "ended as " + parent.Status.ToString().ToLowerInvariant() : "was deleted";
            await Change((each, now) => JobLifecycle.FailDependency(each, failed, how, now));
        }
        else if (parents.Values.All(parent => parent.Status == JobStatus.Completed))
        {
            await Change(JobLifecycle.MeetDependencies);
        }
    }

    /// <summary>At most one write a second; the newest of those between is written when the second is over.</summary>
    private async Task<Result<Job>> ReportProgress(LeaseReport report)
    {
        var now = clock.Now();
        if (known is { } job && job.Lease?.Token == report.Token && now - progressWrittenAt < ProgressEvery)
        {
            // The lease may have ended without this grain: ends are written by whoever hears of them.
            if ((await store.Find(Id))?.Lease?.Token != report.Token)
            {
                known = null;
                return JobRefusals.LeaseLost(report.Token);
            }

            var held = heldProgress?.Token == report.Token ? heldProgress : null;
            if (heldProgress is null)
            {
                var due = progressWrittenAt + ProgressEvery - now;
                this.RegisterGrainTimer(_ => WriteHeldProgress(), new() { DueTime = due, Period = Timeout.InfiniteTimeSpan });
            }

            heldProgress = held?.Progress > report.Progress ? report with { Progress = held.Progress } : report;
            return job;
        }

        progressWrittenAt = now;
        return await Change((each, at) => JobLifecycle.Progress(each, report, at));
    }

    private async Task WriteHeldProgress()
    {
        if (heldProgress is { } report)
        {
            heldProgress = null;
            progressWrittenAt = clock.Now();
            await Change((each, at) => JobLifecycle.Progress(each, report, at));
        }
    }

    /// <summary>Any failure to write leaves the outcome unknown: forget the copy and start anew from the row.</summary>
    private async Task<Result<Job>> Change(Func<Job, DateTimeOffset, Result<JobChange>> rule)
    {
        try
        {
            var changed = await ledger.Change(Id, known, rule);
            known = changed.IsRefused ? known : changed.Value;
            if (changed is { IsRefused: true } or { Value.IsFinished: true })
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
