using GrainJobs.Execution;
using GrainJobs.Outgoing;
using GrainJobs.Queues;
using Microsoft.Extensions.Options;

namespace GrainJobs.Jobs;

public sealed class JobAdmissionTests
{
    private static readonly DateTimeOffset Now = JobStates.Now;

    private readonly JobAdmission admission = new(
        new HandlerRegistry([Handler<Payload>("resize"), Handler<AnyPayload>("file_processing"), Handler<AnyPayload>(JobTypes.Http), Handler<Payload>(JobTypes.Webhook)]),
        new OutgoingRules(Options.Create(new OutgoingOptions())),
        Options.Create(new JobLimits { PayloadBytes = 100 }));

    [Fact]
    public void An_empty_draft_is_a_tracked_generic_job()
    {
        var spec = Admit(new());

        (spec.Type, spec.Queue, spec.Tracked, spec.Message, spec.MaxAttempts, spec.Priority).Should().Be((JobTypes.Generic, QueueName.Default, true, "Job created", 3, 0));
        JobId.IsValid(spec.Id.Value).Should().BeTrue();
    }

    [Fact]
    public void Generated_ids_sort_by_time()
    {
        var earlier = admission.Judge(new(), Now).Value!.Id;
        var later = admission.Judge(new(), Now.AddMilliseconds(1)).Value!.Id;

        earlier.CompareTo(later).Should().BeNegative();
    }

    /// <summary>API.md: tracked when it says so, when its type has no handler and no queue is named, and for four types unless a queue is named.</summary>
    [Theory]
    [InlineData(null, null, null, true)]
    [InlineData("generic", "q", null, false)]
    [InlineData("generic", null, false, false)]
    [InlineData("file_processing", null, null, true)]
    [InlineData("file_processing", "q", null, false)]
    [InlineData("document_analysis", null, null, true)]
    [InlineData("llm_agent", null, null, true)]
    [InlineData("resize", null, null, false)]
    [InlineData("resize", null, true, true)]
    [InlineData("resize", "q", true, true)]
    [InlineData("unknown", null, null, true)]
    [InlineData("unknown", "q", null, false)]
    public void Who_runs_it_follows_from_type_and_queue(string? type, string? queue, bool? tracked, bool expected) =>
        Admit(new() { JobType = type, Queue = queue, Tracked = tracked, Payload = """{"id":"1"}""" }).Tracked.Should().Be(expected);

    [Fact]
    public void Stages_are_run_by_workers_even_when_their_label_has_no_handler() =>
        Admit(new() { Stages = [new("build", null)] }).Tracked.Should().BeFalse();

    [Fact]
    public void Every_wrong_field_is_told_at_once()
    {
        var draft = new JobDraft
        {
            JobId = "a b",
            JobType = "ü",
            Queue = "",
            Priority = 1_000_001,
            Delay = -1,
            RunAt = Now.AddYears(11),
            MaxAttempts = 0,
            Timeout = 0,
            Deadline = double.NaN,
            UniqueKey = "",
            ConcurrencyKey = new string('k', 201),
            Message = new string('m', 2_001),
            Tags = ["", .. Enumerable.Repeat("t", 20)],
            DependsOn = ["a b"],
            CallbackUrl = "http://127.0.0.1/",
            Stages = [new("", null)],
            Tracked = true,
        };

        var refusal = admission.Judge(draft, Now).Refusal!;

        refusal.Code.Should().Be(RefusalCode.Invalid);
        refusal.Fields.Keys.Should().BeEquivalentTo(
            "jobId", "jobType", "queue", "priority", "delay", "runAt", "maxAttempts", "timeout", "deadline", "uniqueKey", "concurrencyKey", "message", "tags",
            "dependsOn", "callbackUrl", "stages[0].jobType", "tracked");
        refusal.Fields["delay"].Should().HaveCount(2);
        refusal.Fields["tags"].Should().HaveCount(2);
        refusal.Detail.Should().ContainAll(refusal.Fields.Keys);
    }

    [Theory]
    [InlineData("payload")]
    [InlineData("metadata")]
    [InlineData("stages[0].payload")]
    public void What_is_too_long_is_too_large_counted_in_bytes_of_UTF8(string field)
    {
        var json = '"' + new string('ü', 50) + '"';
        var draft = field switch
        {
            "payload" => new JobDraft { Payload = json },
            "metadata" => new JobDraft { Metadata = json },
            _ => new JobDraft { Stages = [new("build", json)] },
        };

        var refusal = admission.Judge(draft, Now).Refusal!;

        refusal.Code.Should().Be(RefusalCode.TooLarge);
        refusal.Fields.Keys.Should().Equal(field);
        Admit(new() { Payload = '"' + new string('ü', 49) + '"' }).Payload.Should().NotBeNull();
    }

    [Theory]
    [InlineData("""{"id":"1"}""", true)]
    [InlineData("""{"id":"1","at":"2030-01-01T00:00:00Z"}""", true)]
    [InlineData("""{"id":"1","draft":{"rows":[1]}}""", false)]
    [InlineData("""{"id":{"nested":1}}""", false)]
    [InlineData("""{"id":1}""", false)]
    [InlineData("{}", false)]
    [InlineData("null", false)]
    [InlineData("[]", false)]
    public void A_handlers_payload_must_fit_its_record(string payload, bool fits)
    {
        var judged = admission.Judge(new() { JobType = "resize", Payload = payload }, Now);

        judged.IsRefused.Should().Be(!fits);
        if (!fits)
        {
            judged.Refusal!.Fields.Keys.Should().Equal("payload");
        }
    }

    [Fact]
    public void The_payload_of_a_tracked_job_is_its_creators_own_whatever_the_type() =>
        Admit(new() { JobType = "resize", Tracked = true, Payload = """{"any":{"thing":[]}}""" }).Payload.Should().NotBeNull();

    [Fact]
    public void A_stage_is_judged_by_its_own_type()
    {
        var refusal = admission.Judge(new() { Stages = [new("resize", """{"id":"1"}"""), new("resize", "{}")] }, Now).Refusal!;

        refusal.Fields.Keys.Should().Equal("stages[1].payload");
    }

    [Theory]
    [InlineData("http://169.254.169.254/")]
    [InlineData("ftp://example.com/")]
    [InlineData("example.com")]
    public void A_callback_that_may_not_be_called_is_refused_at_creation(string url) =>
        admission.Judge(new() { CallbackUrl = url }, Now).Refusal!.Fields.Keys.Should().Equal("callbackUrl");

    [Fact]
    public void An_http_job_needs_its_target()
    {
        admission.Judge(new() { JobType = JobTypes.Http }, Now).Refusal!.Fields.Keys.Should().Equal("callbackUrl");
        admission.Judge(new() { Stages = [new(JobTypes.Http, null)] }, Now).Refusal!.Fields.Keys.Should().Equal("callbackUrl");
        Admit(new() { JobType = JobTypes.Http, CallbackUrl = "https://example.com/", Payload = """{"a":{}}""" }).Tracked.Should().BeFalse();
    }

    [Fact]
    public void What_the_service_makes_itself_can_not_be_taken_away()
    {
        admission.Judge(new() { JobType = JobTypes.Webhook, CallbackUrl = "https://example.com/", Payload = """{"id":"1"}""" }, Now).Refusal!.Fields.Keys.Should().Equal("jobType");
        admission.Judge(new() { JobId = Callback.IdFor(new("job")).Value }, Now).Refusal!.Fields.Keys.Should().Equal("jobId");
        admission.Judge(new() { Queue = "builds" }, Now).Refusal!.Fields.Keys.Should().Equal("queue");
    }

    [Fact]
    public void Times_are_counted_from_now()
    {
        var spec = Admit(new() { JobType = "x", Queue = "q", Delay = 2.5, Timeout = 1.5, Deadline = 60 });

        (spec.RunAt, spec.Timeout, spec.Deadline).Should().Be((Now.AddSeconds(2.5), TimeSpan.FromSeconds(1.5), Now.AddSeconds(60)));
    }

    [Fact]
    public void A_handlers_settings_hold_unless_the_draft_says_otherwise()
    {
        var spec = Admit(new() { JobType = "resize", Payload = """{"id":"1"}""" });
        (spec.MaxAttempts, spec.Timeout, spec.Backoff).Should().Be((7, TimeSpan.FromSeconds(9), TimeSpan.FromSeconds(11)));

        Admit(new() { JobType = "resize", Payload = """{"id":"1"}""", MaxAttempts = 2, Timeout = 1 }).MaxAttempts.Should().Be(2);
        Admit(new() { Stages = [new("resize", """{"id":"1"}"""), new("build", null)] }).Timeout.Should().BeNull("each stage has its own handler's limit");
    }

    [Fact]
    public void A_job_does_not_depend_on_itself_and_names_each_parent_once()
    {
        admission.Judge(new() { JobId = "a", DependsOn = ["a"] }, Now).Refusal!.Fields.Keys.Should().Equal("dependsOn");
        Admit(new() { JobId = "a", DependsOn = ["b", "c", "b"] }).DependsOn.Select(id => id.Value).Should().Equal("b", "c");
    }

    private JobSpec Admit(JobDraft draft)
    {
        var judged = admission.Judge(draft, Now);
        judged.Refusal?.Detail.Should().BeNull();
        return judged.Value!;
    }

    private static HandlerDescriptor Handler<T>(string type) => new(
        type,
        PayloadShape.Of(typeof(T)),
        new() { MaxAttempts = 7, Timeout = TimeSpan.FromSeconds(9), Backoff = TimeSpan.FromSeconds(11) },
        (_, _, _) => Task.FromResult(JobOutcome.Completed()));

    private sealed record Payload(string Id, DateTimeOffset? At = null);
}
