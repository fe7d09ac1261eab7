using GrainJobs.Execution;
using GrainJobs.Storage;
using GrainJobs.Time;

namespace GrainJobs.Jobs;

/// <summary>Takes submissions on this silo: judges the draft, inserts the row, answers what exists. The insert decides races; no grain is woken.</summary>
internal sealed class JobDesk(JobLedger ledger, IJobStore store, JobAdmission admission, IGrainFactory grains, InlineRuns inline, Clock clock)
{
    private const int MostTries = 5;

    public async Task<Result<JobSubmission>> Submit(JobDraft draft)
    {
        var judged = admission.Judge(draft, clock.Now());
        return judged.IsRefused ? await ExistingOr(draft, judged.Refusal) : await Admit(judged.Value);
    }

    /// <summary>Creates the job, or answers the one that has its id or unique key.</summary>
    public async Task<Result<JobSubmission>> Admit(JobSpec spec)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            var met = spec.DependsOn.IsEmpty ? Result<bool>.Ok(true) : await PrepareDependencies(spec);
            if (met.IsRefused)
            {
                return await Existing(spec) is { } old ? new JobSubmission(old, false) : met.Refusal;
            }

            var written = await Insert(spec, met.Value);
            if (written is { IsRefused: true } refused)
            {
                return refused.Refusal!;
            }

            if (written is { } created)
            {
                await Settle(created.Value!);
                return new JobSubmission(created.Value!, true);
            }

            if (await Existing(spec) is { } job)
            {
                return new JobSubmission(job, false);
            }
        }

        throw new StorageUnavailableException($"Job {spec.Id} could not be created: its unique key was taken and freed again too often; try again.");
    }

    /// <summary>A new job with the specification of a finished one.</summary>
    public Task<Result<JobSubmission>> Repeat(Job job) => Admit(job.Spec with
    {
        Id = JobId.New(clock.Now()),
        OriginalJobId = job.Id,
        RunAt = null,
        Deadline = job.Spec.Deadline is { } deadline ? clock.Now() + (deadline - job.CreatedAt) : null,
        UniqueKey = null,
        DependsOn = [],
        AwaitInput = job.Spec.AwaitInput,
    });

    private Task<Result<Job>?> Insert(JobSpec spec, bool dependenciesMet)
    {
        var creation = JobLifecycle.Create(spec, dependenciesMet, clock.Now());
        return inline.Takes(creation.Next) ? inline.Run(creation) : ledger.Create(creation);
    }

    /// <summary>A job of an existing id is answered whatever the body.</summary>
    private async Task<Result<JobSubmission>> ExistingOr(JobDraft draft, Refusal refusal) =>
        JobId.IsValid(draft.JobId) && await store.Find(new(draft.JobId!)) is { } job ? new JobSubmission(job, false) : refusal;

    private async Task<Job?> Existing(JobSpec spec) =>
        await store.Find(spec.Id) ?? (spec.UniqueKey is { } key ? await store.FindUnfinished(spec.Type, key) : null);

    /// <summary>Marks the jobs it waits for, and answers whether all of them have completed.</summary>
    private async Task<Result<bool>> PrepareDependencies(JobSpec spec)
    {
        var answers = await Task.WhenAll(spec.DependsOn.Select(id => grains.GetGrain<IJobGrain>(id.Value).AddDependent()));
        for (var index = 0; index < answers.Length; index++)
        {
            if (answers[index].IsRefused)
            {
                var detail = $"dependsOn[{index}]: there is no job {spec.DependsOn[index]}; submit it first";
                return new Refusal(RefusalCode.Invalid, detail) { Fields = new Dictionary<string, string[]> { ["dependsOn"] = [detail] } };
            }
        }

        return answers.All(answer => answer.Value!.Status == JobStatus.Completed);
    }

    /// <summary>A dependency may have ended between its marking and the insert.</summary>
    private async Task Settle(Job job)
    {
        if (!job.DependenciesMet)
        {
            await grains.GetGrain<IJobGrain>(job.Id.Value).ResolveDependencies();
        }
    }
}
