using Microsoft.Extensions.Time.Testing;

namespace GrainJobs.Histories;

/// <summary>The checker itself: each law must be able to fail.</summary>
public sealed class HistoryTests
{
    private const string Job = "j";
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly History history = new(new FakeTimeProvider(Noon));

    [Fact]
    public void A_life_as_it_should_be_violates_nothing()
    {
        See(0, 1, ObservationKind.Submitted, 201, status: "queued", version: 1);
        See(2, 3, ObservationKind.Granted, attempt: 1, token: "a");
        See(4, 5, ObservationKind.Beat, token: "a", content: "progress");
        See(6, 7, ObservationKind.Read, status: "processing", version: 2);
        See(8, 9, ObservationKind.Reported, token: "a", content: "complete");
        See(10, 11, ObservationKind.Read, status: "completed", version: 3);
        See(12, 13, ObservationKind.Read, status: "completed", version: 3);
        history.Add(new EventListing(Job, [new(1, "created", "t1", null), new(2, "fetched", "t2", 1), new(3, "finished", "t3", null)]));

        history.Violations().Should().BeEmpty();
        history.CountViolations(new Dictionary<string, long> { ["completed"] = 1 }).Should().BeEmpty();
    }

    [Fact]
    public void A_report_under_an_older_token_after_a_newer_grant_breaks_I2()
    {
        See(0, 1, ObservationKind.Granted, attempt: 1, token: "a");
        See(2, 3, ObservationKind.Granted, attempt: 2, token: "b");
        See(4, 5, ObservationKind.Reported, token: "a", content: "complete");

        Laws().Should().Equal("I2");
    }

    [Fact]
    public void The_same_report_that_may_have_been_accepted_before_the_newer_grant_is_no_violation()
    {
        See(0, 1, ObservationKind.Granted, attempt: 1, token: "a");
        See(1, 2, ObservationKind.Reported, answered: 0, token: "a", content: "fail");
        See(2, 3, ObservationKind.Granted, attempt: 2, token: "b");
        See(4, 5, ObservationKind.Reported, token: "a", content: "fail");

        Laws().Should().BeEmpty();
    }

    [Fact]
    public void A_report_that_overlaps_the_newer_grant_is_no_violation()
    {
        See(0, 1, ObservationKind.Granted, attempt: 1, token: "a");
        See(2, 5, ObservationKind.Granted, attempt: 2, token: "b");
        See(4, 6, ObservationKind.Reported, token: "a", content: "complete");

        Laws().Should().BeEmpty();
    }

    [Fact]
    public void One_attempt_under_two_tokens_breaks_I2()
    {
        See(0, 1, ObservationKind.Granted, attempt: 1, token: "a");
        See(0, 1, ObservationKind.Granted, attempt: 1, token: "b");

        Laws().Should().Equal("I2");
    }

    [Fact]
    public void A_final_state_that_changes_breaks_I3()
    {
        See(0, 1, ObservationKind.Read, status: "completed", version: 3);
        See(2, 3, ObservationKind.Read, status: "error", version: 4);

        Laws().Should().Equal("I3");
    }

    [Fact]
    public void A_final_state_that_is_left_breaks_I3()
    {
        See(0, 1, ObservationKind.Read, status: "completed", version: 3);
        See(2, 3, ObservationKind.Read, status: "processing", version: 4);

        Laws().Should().Equal("I3");
    }

    [Fact]
    public void A_404_after_an_acknowledgement_breaks_I5()
    {
        See(0, 1, ObservationKind.Submitted, 201, status: "queued", version: 1);
        See(2, 3, ObservationKind.Read, 404);

        Laws().Should().Equal("I5");
    }

    [Fact]
    public void A_404_while_the_submission_is_under_way_is_no_violation()
    {
        See(0, 3, ObservationKind.Submitted, 201, status: "queued", version: 1);
        See(2, 4, ObservationKind.Read, 404);

        Laws().Should().BeEmpty();
    }

    [Fact]
    public void A_read_that_goes_back_breaks_I5()
    {
        See(0, 1, ObservationKind.Read, status: "processing", version: 5);
        See(2, 3, ObservationKind.Read, status: "queued", version: 4);

        Laws().Should().Equal("I5");
    }

    [Fact]
    public void A_grant_before_the_input_was_sent_breaks_I6()
    {
        See(0, 1, ObservationKind.Submitted, 201, awaitsInput: true);
        See(2, 3, ObservationKind.Granted, attempt: 1, token: "a");
        See(4, 5, ObservationKind.InputSent);

        Laws().Should().Equal("I6");
    }

    [Fact]
    public void A_gap_in_the_events_breaks_I9()
    {
        history.Add(new EventListing(Job, [new(1, "created", "t", null), new(3, "finished", "t", null)]));

        Laws().Should().Equal("I9");
    }

    [Fact]
    public void An_event_log_that_was_rewritten_breaks_I9()
    {
        history.Add(new EventListing(Job, [new(1, "created", "t", null), new(2, "fetched", "t", 1)]));
        history.Add(new EventListing(Job, [new(1, "created", "t", null), new(2, "triggered", "t", null), new(3, "fetched", "t", 1)]));

        Laws().Should().Equal("I9");
    }

    [Fact]
    public void A_stream_that_repeats_a_version_breaks_I9()
    {
        See(0, 1, ObservationKind.Streamed, version: 2);
        See(1, 2, ObservationKind.Streamed, status: "completed", version: 2);

        Laws().Should().Equal("I9");
    }

    [Fact]
    public void A_stream_that_ends_before_the_job_does_breaks_I9()
    {
        See(0, 1, ObservationKind.Streamed, status: "queued", version: 1);
        See(1, 2, ObservationKind.Streamed, status: "processing", version: 2);

        Laws().Should().Equal("I9");
    }

    [Fact]
    public void An_event_after_the_end_breaks_I3()
    {
        history.Add(new EventListing(Job, [new(1, "created", "t", null), new(2, "finished", "t", null), new(3, "fetched", "t", 1)]));

        Laws().Should().Contain("I3");
    }

    [Fact]
    public void An_end_accepted_under_two_tokens_breaks_I3()
    {
        See(0, 5, ObservationKind.Reported, token: "a", content: "complete {}");
        See(0, 5, ObservationKind.Reported, token: "b", content: "skip {}");

        Laws().Should().Equal("I3");
    }

    [Fact]
    public void An_acknowledged_grant_that_the_event_log_does_not_know_breaks_I1()
    {
        See(0, 1, ObservationKind.Granted, attempt: 1, token: "a");
        history.Add(new EventListing(Job, [new(1, "created", "t", null)]));

        Laws().Should().Equal("I1");
    }

    [Fact]
    public void An_acknowledged_end_that_the_event_log_does_not_know_breaks_I1()
    {
        See(0, 1, ObservationKind.Reported, token: "a", content: "complete {}");
        history.Add(new EventListing(Job, [new(1, "created", "t", null)]));

        Laws().Should().Equal("I1");
    }

    [Fact]
    public void A_missing_attempt_breaks_I14()
    {
        history.Add(new EventListing(Job, [new(1, "fetched", "t", 1), new(2, "fetched", "t", 3)]));

        Laws().Should().Equal("I14");
    }

    [Fact]
    public void A_start_before_its_time_breaks_I14()
    {
        See(0, 1, ObservationKind.Submitted, 201, notBefore: Noon.AddMinutes(1));
        See(2, 3, ObservationKind.Granted, attempt: 1, token: "a");

        Laws().Should().Equal("I14");
    }

    [Fact]
    public void A_grant_after_an_acknowledged_cancel_breaks_I17()
    {
        See(0, 1, ObservationKind.CancelAsked, 202);
        See(2, 3, ObservationKind.Granted, attempt: 1, token: "a");

        Laws().Should().Equal("I17");
    }

    [Fact]
    public void A_version_that_a_stream_leaves_out_breaks_I9()
    {
        See(0, 1, ObservationKind.Streamed, status: "queued", version: 1, content: "1");
        See(2, 3, ObservationKind.Streamed, status: "completed", version: 3, content: "3");

        Laws().Should().Equal("I9");
    }

    [Fact]
    public void A_version_that_two_streams_tell_differently_breaks_I9()
    {
        See(0, 1, ObservationKind.Streamed, status: "completed", version: 3, content: "3", client: "one");
        See(0, 1, ObservationKind.Streamed, status: "completed", version: 3, content: "4", client: "other");

        Laws().Should().Equal("I9");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Counts_that_do_not_add_up_break_I11(long counted)
    {
        See(0, 1, ObservationKind.Submitted, 201);

        history.CountViolations(new Dictionary<string, long> { ["queued"] = counted }).Should().ContainSingle().Which.Law.Should().Be("I11");
    }

    private IEnumerable<string> Laws() => history.Violations().Select(found => found.Law);

    private void See(
        long begin,
        long end,
        ObservationKind kind,
        int answered = 200,
        string? status = null,
        long? version = null,
        int? attempt = null,
        string? token = null,
        string? content = null,
        bool awaitsInput = false,
        DateTimeOffset? notBefore = null,
        string client = "client") => history.Add(new Observation
        {
            Kind = kind,
            JobId = Job,
            Client = client,
            Begin = begin,
            End = end,
            EndedAt = Noon,
            Answered = answered,
            Status = status,
            Version = version,
            Attempt = attempt,
            LeaseToken = token,
            Content = content,
            AwaitsInput = awaitsInput,
            NotBefore = notBefore,
        });
}
