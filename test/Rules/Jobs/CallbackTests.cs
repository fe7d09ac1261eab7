namespace GrainJobs.Jobs;

public sealed class CallbackTests
{
    [Fact]
    public void An_announcement_has_one_id_for_one_job_however_long_its_id_is()
    {
        var longest = new string('x', JobId.LongestLength);

        Callback.IdFor(new("a")).Should().Be(new JobId("a:callback"));
        JobId.IsValid(Callback.IdFor(new(longest)).Value).Should().BeTrue();
        Callback.IdFor(new(longest)).Should().Be(Callback.IdFor(new(longest)));
        Callback.IdFor(new(longest)).Should().NotBe(Callback.IdFor(new("y" + longest[1..])));
    }

    [Fact]
    public void It_waits_in_no_queue_that_clients_pause_and_is_tried_many_times()
    {
        var spec = Callback.For(JobStates.All["completed"]);

        spec.Queue.Should().NotBe(Queues.QueueName.Default);
        spec.MaxAttempts.Should().BeGreaterThan(5);
        spec.CallbackUrl.Should().Be("https://example.com/");
        spec.Payload.Should().Be("""{"jobId":"job","status":"completed"}""");
    }
}
