using GrainJobs.Leases;
using GrainJobs.Queues;
using Orleans.Concurrency;

namespace GrainJobs.Jobs;

/// <summary>Submissions and reads on the nearest silo.</summary>
[StatelessWorker(8)]
[Reentrant]
internal sealed class JobDeskGrain(JobDesk desk, IJobStore store, JobPast past, JobLedger ledger, RecentJobs recent, ILocalSiloDetails silo, TimeProvider time) : Grain, IJobDeskGrain
{
    private static readonly TimeSpan LongestTogether = TimeSpan.FromSeconds(1);

    public Task<Result<JobSubmission>> Submit(JobDraft draft) => desk.Submit(draft);

    public async Task<Result<JobReceipt>[]> SubmitMany(JobDraft[] drafts) =>
        Array.ConvertAll(await desk.SubmitMany(drafts), static answer => answer.IsRefused ? answer.Refusal : Result<JobReceipt>.Ok(new(answer.Value.Job.Id, answer.Value.Created)));

    public Task<Result<JobSubmission>?[]> SubmitTogether(JobDraft[] drafts) => desk.SubmitTogether(drafts);

    public Task<Refusal?[]> Judge(JobDraft[] drafts) => Task.WhenAll(drafts.Select(desk.Fault));

    public Task<Result<Job>> Report(JobId id, LeaseReport report) => ledger.Change(id, recent.Find(id), (job, now) => JobLifecycle.Report(job, report, now, Random.Shared.NextDouble()));

    public async Task<Result<Job>?[]> ReportTogether(LeaseReport[] reports)
    {
        var answers = Array.ConvertAll(reports, report => Report(new(report.Token.Subject!), report));
        await Task.WhenAll(answers).WaitAsync(LongestTogether, time).ContinueWith(static _ => { }, TaskScheduler.Default);
        return Array.ConvertAll(answers, static answer => answer.IsCompletedSuccessfully ? answer.Result : (Result<Job>?)null);
    }

    public async Task<Result<JobSubmission>> Retry(JobId id)
    {
        var job = await store.Find(id);
        if (job is null || !job.IsFinished)
        {
            return job is null ? JobRefusals.NotFound() : JobRefusals.NotFinished(job);
        }

        return await desk.Repeat(job);
    }

    public Task<Job?> Find(JobId id) => store.Find(id);

    public async Task<Job[]> FindMany(JobId[] ids) => [.. await store.FindMany(ids)];

    public async Task<Job[]> List(JobFilter filter) => (await store.List(filter)).Jobs;

    public Task<FoundJobs> Search(JobFilter filter) => store.List(filter);

    public async Task<JobEvent[]> Events(JobId id, int after, int limit) => [.. await store.Events(id, after, limit)];

    public Task<Job[]> Versions(JobId id, long after, long before) => past.Between(id, after, before);

    public async Task<JobLogLine[]> Logs(JobId id, long after, int limit) => [.. await store.Logs(id, after, limit)];

    public Task<byte[]?> Input(JobId id) => store.Input(id);

    public Task<string> Silo() => Task.FromResult(silo.SiloAddress.ToParsableString());

    public async Task<TypeCount[]> CountsByType() => [.. await store.CountsByType()];

    public async Task<WaitReason?> Explain(JobId id)
    {
        var job = await store.Find(id);
        return job switch
        {
            null => null,
            { Status: JobStatus.Pending } => await ExplainPending(job),
            { Status: JobStatus.Scheduled } => new() { Kind = "due", Detail = $"It is due at {job.ReadyAt:O}", DueAt = job.ReadyAt },
            { Status: JobStatus.Queued, IsTracked: true } => new() { Kind = "creator", Detail = "Whoever created it reports its progress; no worker takes it" },
            { Status: JobStatus.Queued } => await GrainFactory.GetGrain<IQueueGrain>(job.Spec.Queue.Value).Explain(job.ToEntry()),
            _ => null,
        };
    }

    private async Task<WaitReason> ExplainPending(Job job)
    {
        if (job.DependenciesMet)
        {
            return new() { Kind = "input", Detail = $"It awaits its input: PUT /api/jobs/{job.Id}/input" };
        }

        var completed = (await store.FindMany(job.Spec.DependsOn)).Where(each => each.Status == JobStatus.Completed).Select(each => each.Id).ToHashSet();
        var open = job.Spec.DependsOn.FirstOrDefault(id => !completed.Contains(id));
        return new() { Kind = "dependency", Detail = $"It waits for job {open}", Blocker = open.Value };
    }
}
