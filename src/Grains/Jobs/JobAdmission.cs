using System.Text;
using GrainJobs.Execution;
using GrainJobs.Outgoing;
using GrainJobs.Queues;
using Microsoft.Extensions.Options;

namespace GrainJobs.Jobs;

/// <summary>Judges a submission: every wrong field at once, or the specification of the job.</summary>
internal sealed class JobAdmission(HandlerRegistry handlers, OutgoingRules outgoing, IOptions<JobLimits> limits)
{
    private const int LongestText = 2_000;
    private const int LongestName = 100;
    private const int LongestKey = 200;
    private const int MostTags = 20;
    internal const int MostDependencies = 100;
    private const int MostStages = 50;
    private const int WidestPriority = 1_000_000;
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(3650);
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(7);

    public Result<JobSpec> Judge(JobDraft draft, DateTimeOffset now) => Fault(draft, now) is { } refusal ? refusal : Specify(draft, now);

    /// <summary>All that is wrong with it; null when nothing is.</summary>
    public Refusal? Fault(JobDraft draft, DateTimeOffset now)
    {
        var faults = new FieldFaults();
        JudgeNames(draft, faults);
        JudgeTimes(draft, now, faults);
        JudgeLists(draft, faults);
        JudgeTexts(draft, faults);
        JudgePayloads(draft, faults);
        return faults.IsEmpty ? null : faults.ToRefusal();
    }

    private static void JudgeNames(JobDraft draft, FieldFaults faults)
    {
        faults.Forbid("jobId", draft.JobId is not null && !JobId.IsValid(draft.JobId), "must be 1 to 128 characters of A-Z a-z 0-9 _ . : -");
        faults.Forbid("jobId", draft.JobId?.EndsWith(Callback.Suffix, StringComparison.Ordinal) == true, $"must not end with {Callback.Suffix}: these ids are the service's own");
        faults.Forbid("jobType", draft.JobType == JobTypes.Webhook, "must not be webhook, the service's own type; use http");
        faults.Forbid("jobType", draft.JobType is not null && !IsTypeName(draft.JobType), "must be 1 to 100 characters of A-Z a-z 0-9 _ . : -");
        faults.Forbid("queue", draft.Queue is not null && !QueueName.IsValid(draft.Queue), "must be 1 to 100 characters of A-Z a-z 0-9 _ . : -");
        faults.Forbid("queue", draft.Queue == QueueName.Builds.Value, "must not be builds, the queue of builds");
        faults.Forbid("tracked", draft is { Tracked: true, Stages.IsEmpty: false }, "must not be true with stages: no worker runs it");
        faults.Forbid("tracked", draft is { Tracked: true, RunAt: not null } or { Tracked: true, Delay: not null }, "must not be true with a due time: no worker runs it");
    }

    private static void JudgeTimes(JobDraft draft, DateTimeOffset now, FieldFaults faults)
    {
        faults.Forbid("delay", draft is { Delay: not null, RunAt: not null }, "must not be given with runAt");
        faults.Forbid("delay", draft.Delay is { } delay && !(delay >= 0 && delay <= LongestWait.TotalSeconds), "must be 0 to 315,360,000 seconds");
        faults.Forbid("runAt", draft.RunAt > now + LongestWait, "must be within ten years");
        faults.Forbid("timeout", draft.Timeout is { } timeout && !(timeout > 0 && timeout <= LongestTimeout.TotalSeconds), "must be above 0 and at most 604,800 seconds");
        faults.Forbid("deadline", draft.Deadline is { } deadline && !(deadline > 0 && deadline <= LongestWait.TotalSeconds), "must be above 0 and at most 315,360,000 seconds");
        faults.Forbid("maxAttempts", draft.MaxAttempts is < 1 or > 100, "must be 1 to 100");
        faults.Forbid("priority", draft.Priority is < -WidestPriority or > WidestPriority, "must be -1,000,000 to 1,000,000");
    }

    private static void JudgeLists(JobDraft draft, FieldFaults faults)
    {
        faults.Forbid("tags", draft.Tags.Length > MostTags, "must be at most 20");
        faults.Forbid("tags", draft.Tags.Any(tag => tag.Length is 0 or > LongestName), "each must be 1 to 100 characters");
        faults.Forbid("dependsOn", draft.DependsOn.Length > MostDependencies, "must be at most 100");
        faults.Forbid("dependsOn", draft.DependsOn.Any(id => !JobId.IsValid(id) || id == draft.JobId), "each must be the id of another job");
        faults.Forbid("stages", draft.Stages.Length > MostStages, "must be at most 50");
        for (var index = 0; index < Math.Min(draft.Stages.Length, MostStages); index++)
        {
            faults.Forbid($"stages[{index}].jobType", !IsTypeName(draft.Stages[index].JobType), "must be 1 to 100 characters of A-Z a-z 0-9 _ . : -");
            faults.Forbid($"stages[{index}].jobType", draft.Stages[index].JobType == JobTypes.Webhook, "must not be webhook, the service's own type; use http");
        }
    }

    private void JudgeTexts(JobDraft draft, FieldFaults faults)
    {
        faults.CheckText("message", draft.Message, LongestText);
        faults.Forbid("uniqueKey", draft.UniqueKey is { Length: 0 or > LongestKey }, "must be 1 to 200 characters");
        faults.Forbid("concurrencyKey", draft.ConcurrencyKey is { Length: 0 or > LongestKey }, "must be 1 to 200 characters");
        faults.CheckText("callbackUrl", draft.CallbackUrl, LongestText);
        var isHttp = draft.JobType == JobTypes.Http || draft.Stages.Any(stage => stage.JobType == JobTypes.Http);
        faults.Forbid("callbackUrl", isHttp && draft.CallbackUrl is null, "is required by the type http: an http or https URL");
        if (draft.CallbackUrl is { } url && outgoing.Fault(url) is { } fault)
        {
            faults.Add("callbackUrl", fault);
        }
    }

    private void JudgePayloads(JobDraft draft, FieldFaults faults)
    {
        JudgeSize("payload", draft.Payload, faults);
        JudgeSize("metadata", draft.Metadata, faults);
        if (draft.Stages.IsEmpty && !(draft.Tracked ?? IsTracked(draft, draft.JobType ?? JobTypes.Generic)))
        {
            JudgeShape("payload", draft.JobType, draft.Payload, faults);
        }

        for (var index = 0; index < Math.Min(draft.Stages.Length, MostStages); index++)
        {
            var stage = draft.Stages[index];
            JudgeSize($"stages[{index}].payload", stage.Payload, faults);
            JudgeShape($"stages[{index}].payload", stage.JobType, stage.Payload ?? draft.Payload, faults);
        }
    }

    private void JudgeSize(string field, string? json, FieldFaults faults) =>
        faults.CheckBytes(field, json is null ? 0 : Encoding.UTF8.GetByteCount(json), limits.Value.PayloadBytes);

    private void JudgeShape(string field, string? type, string? json, FieldFaults faults)
    {
        if (type is not null && handlers.Find(type)?.Shape.Fault(json) is { } fault)
        {
            faults.Add(field, fault);
        }
    }

    private JobSpec Specify(JobDraft draft, DateTimeOffset now)
    {
        var type = draft.JobType ?? JobTypes.Generic;
        var handler = handlers.Find(draft.Stages.IsEmpty ? type : draft.Stages[0].JobType)?.Options;
        return new()
        {
            Id = draft.JobId is { } id ? new(id) : JobId.New(now),
            Type = type,
            Queue = draft.Queue is { } queue ? new(queue) : QueueName.Default,
            Tracked = draft.Tracked ?? IsTracked(draft, type),
            AwaitInput = draft.AwaitInput,
            Payload = draft.Payload,
            Metadata = draft.Metadata,
            Stages = draft.Stages,
            Priority = draft.Priority ?? 0,
            MaxAttempts = draft.MaxAttempts ?? handler?.MaxAttempts ?? 3,
            Timeout = draft.Timeout is { } timeout ? TimeSpan.FromSeconds(timeout) : draft.Stages.IsEmpty ? handler?.Timeout : null,
            Backoff = handler?.Backoff ?? TimeSpan.FromSeconds(2),
            Deadline = draft.Deadline is { } deadline ? now.AddSeconds(deadline) : null,
            UniqueKey = draft.UniqueKey,
            DependsOn = [.. draft.DependsOn.Distinct().Select(each => new JobId(each))],
            Tags = [.. draft.Tags.Distinct()],
            ConcurrencyKey = draft.ConcurrencyKey,
            CallbackUrl = draft.CallbackUrl,
            Message = draft.Message ?? "Job created",
            RunAt = draft.Delay is { } delay ? now.AddSeconds(delay) : draft.RunAt,
            OriginalJobId = draft.OriginalJobId is { } original ? new(original) : null,
            TraceParent = draft.TraceParent,
        };
    }

    /// <summary>Nobody here runs it, and nobody was named who will.</summary>
    private bool IsTracked(JobDraft draft, string type) =>
        draft.Queue is null && draft.Stages.IsEmpty && (JobTypes.IsTrackedByDefault(type) || handlers.Find(type) is null);

    private static bool IsTypeName(string? text) => text is { Length: <= LongestName } && JobId.IsValid(text);
}
