using GrainJobs.Execution;
using GrainJobs.Storage;
using GrainJobs.Time;

namespace GrainJobs.Jobs;

/// <summary>Takes submissions on this silo: judges the draft, inserts the row, answers what exists. The insert decides races; no grain is woken.</summary>
internal sealed class JobDesk(JobLedger ledger, IJobStore store, JobAdmission admission, IGrainFactory grains, InlineRuns inline, ImmediateStarts starts, Clock clock)
{
    private const int MostTries = 5;

    // Of more than these, few would find a free place.
    private const int FewTogether = 4;

    public async Task<Result<JobSubmission>> Submit(JobDraft draft)
    {
        var judged = admission.Judge(draft, clock.Now());
        return judged.IsRefused ? await ExistingOr(draft, judged.Refusal) : await Admit(judged.Value);
    }

    /// <summary>As <see cref="Submit"/> for many.</summary>
    public async Task<Result<JobSubmission>[]> SubmitMany(JobDraft[] drafts)
    {
        var together = await SubmitTogether(drafts);
        return await Task.WhenAll(drafts.Select((draft, place) => together[place] is { } answer ? Task.FromResult(answer) : Submit(draft)));
    }

    /// <summary>Creates those that depend on nothing, exist not yet and run no handler in the call, with one wait for all; null for the others, of which nothing is stored.</summary>
    public async Task<Result<JobSubmission>?[]> SubmitTogether(JobDraft[] drafts)
    {
        var now = clock.Now();
        var (creations, places) = (new List<JobChange>(drafts.Length), new List<int>(drafts.Length));
        for (var place = 0; place < drafts.Length; place++)
        {
            var judged = admission.Judge(drafts[place], now);
            if (!judged.IsRefused && judged.Value.DependsOn.IsEmpty && JobLifecycle.Create(judged.Value, dependenciesMet: true, now) is var creation && !inline.Takes(creation.Next))
            {
                creations.Add(creation);
                places.Add(place);
            }
        }

        var answers = new Result<JobSubmission>?[drafts.Length];
        var created = creations.Count > FewTogether ? await ledger.CreateAll(creations) : await Task.WhenAll(creations.Select(starts.Create));
        for (var index = 0; index < created.Length; index++)
        {
            answers[places[index]] = created[index] switch
            {
                null => null,
                { IsRefused: true } refused => refused.Refusal,
                { } job => new JobSubmission(job.Value!, true),
            };
        }

        return answers;
    }

    /// <summary>All that is wrong with a draft, dependencies that do not exist included; null when nothing is.</summary>
    public async Task<Refusal?> Fault(JobDraft draft)
    {
        var faults = new FieldFaults();
        if (admission.Fault(draft, clock.Now()) is { } refusal)
        {
            faults.Add(refusal);
        }

        JobId[] ids = [.. draft.DependsOn.Where(JobId.IsValid).Take(JobAdmission.MostDependencies).Select(id => new JobId(id))];
        var known = (await store.FindMany(ids)).Select(job => job.Id).ToHashSet();
        foreach (var id in ids.Where(id => !known.Contains(id) && id.Value != draft.JobId))
        {
            faults.Add("dependsOn", NoSuchJob(id));
        }

        return faults.IsEmpty ? null : faults.ToRefusal();
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
        return inline.Takes(creation.Next) ? inline.Run(creation) : starts.Create(creation);
    }

    /// <summary>A job of an existing id is answered whatever the body.</summary>
    private async Task<Result<JobSubmission>> ExistingOr(JobDraft draft, Refusal refusal) =>
        JobId.IsValid(draft.JobId) && await store.Find(new(draft.JobId!)) is { } job ? new JobSubmission(job, false) : await Fault(draft) ?? refusal;

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
                var faults = new FieldFaults();
                faults.Add("dependsOn", NoSuchJob(spec.DependsOn[index]));
                return faults.ToRefusal();
            }
        }

        return answers.All(answer => answer.Value!.Status == JobStatus.Completed);
    }

    private static string NoSuchJob(JobId id) => $"names {id}, which is no job; submit it first";

    /// <summary>A dependency may have ended between its marking and the insert.</summary>
    private async Task Settle(Job job)
    {
        if (!job.DependenciesMet)
        {
            await grains.GetGrain<IJobGrain>(job.Id.Value).ResolveDependencies();
        }
    }
}
