using System.Net;

namespace GrainJobs.Http;

public sealed class RetryPolicyTests
{
    [Theory]
    [InlineData(429, false, true)]
    [InlineData(429, true, true)]
    [InlineData(503, true, true)]
    [InlineData(503, false, false)]
    [InlineData(504, false, false)]
    [InlineData(502, true, true)]
    [InlineData(500, true, true)]
    [InlineData(500, false, false)]
    [InlineData(400, true, false)]
    [InlineData(401, true, false)]
    [InlineData(404, true, false)]
    [InlineData(413, true, false)]
    [InlineData(422, true, false)]
    public void Only_what_may_pass_and_does_no_harm_is_sent_again(int status, bool repeatable, bool again)
        => RetryPolicy.Again((HttpStatusCode)status, repeatable, hasRetryAfter: false).Should().Be(again);

    [Fact]
    public void A_conflict_is_waited_for_only_when_the_gateway_says_how_long()
    {
        RetryPolicy.Again(HttpStatusCode.Conflict, repeatable: true, hasRetryAfter: true).Should().BeTrue();
        RetryPolicy.Again(HttpStatusCode.Conflict, repeatable: true, hasRetryAfter: false).Should().BeFalse();
    }

    [Fact]
    public void A_call_that_must_not_be_doubled_is_sent_again_only_when_it_never_left()
    {
        RetryPolicy.Again(HttpRequestError.ConnectionError, repeatable: false).Should().BeTrue();
        RetryPolicy.Again(HttpRequestError.ResponseEnded, repeatable: false).Should().BeFalse();
        RetryPolicy.Again(HttpRequestError.ResponseEnded, repeatable: true).Should().BeTrue();
    }

    [Fact]
    public void Pauses_double_up_to_a_limit_and_jitter_by_half()
    {
        RetryPolicy.Pause(1, null, 1).Should().Be(TimeSpan.FromMilliseconds(200));
        RetryPolicy.Pause(1, null, 0).Should().Be(TimeSpan.FromMilliseconds(100));
        RetryPolicy.Pause(3, null, 1).Should().Be(TimeSpan.FromMilliseconds(800));
        RetryPolicy.Pause(1000, null, 1).Should().Be(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void Never_sooner_than_the_gateway_asked_and_never_absurdly_late()
    {
        RetryPolicy.Pause(1, TimeSpan.FromSeconds(5), 0).Should().BeGreaterThanOrEqualTo(TimeSpan.FromSeconds(5));
        RetryPolicy.Pause(1, TimeSpan.FromDays(1), 1).Should().BeLessThan(TimeSpan.FromSeconds(62));
    }
}
