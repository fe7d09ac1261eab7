using GrainJobs.Jobs;
using Microsoft.AspNetCore.Http;

namespace GrainJobs.Http;

public sealed class QueryFieldsTests
{
    [Theory]
    [InlineData("?wait=0", 0)]
    [InlineData("?wait=30", 30)]
    [InlineData("?wait=2.5", 2.5)]
    [InlineData("", 0)]
    public void A_wait_of_up_to_30_seconds_is_taken(string query, double seconds)
    {
        var fields = Of(query);
        fields.Wait().Should().Be(TimeSpan.FromSeconds(seconds));
        fields.Refusal.Should().BeNull();
    }

    [Theory]
    [InlineData("?wait=31")]
    [InlineData("?wait=-1")]
    [InlineData("?wait=x")]
    [InlineData("?wait=1e1")]
    [InlineData("?wait=1&wait=2")]
    public void Another_wait_is_refused(string query)
    {
        var fields = Of(query);
        _ = fields.Wait();
        fields.Refusal!.Fields.Should().ContainKey("wait");
    }

    [Theory]
    [InlineData("?limit=0")]
    [InlineData("?limit=501")]
    [InlineData("?limit=ten")]
    [InlineData("?limit=99999999999999999999")]
    public void A_limit_outside_1_to_500_is_refused(string query)
    {
        var fields = Of(query);
        _ = fields.Limit();
        fields.Refusal!.Fields.Should().ContainKey("limit");
    }

    [Fact]
    public void A_status_is_a_lower_case_word()
    {
        Of("?status=queued").Word<JobStatus>("status").Should().Be(JobStatus.Queued);
        var wrong = Of("?status=3");
        wrong.Word<JobStatus>("status").Should().BeNull();
        wrong.Refusal!.Fields["status"][0].Should().Contain("pending");
    }

    private static QueryFields Of(string query)
    {
        var context = new DefaultHttpContext();
        context.Request.QueryString = new(query);
        return new(context);
    }
}
