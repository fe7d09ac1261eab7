using GrainJobs.Storage;
using Microsoft.AspNetCore.Http;

namespace GrainJobs.Http;

public sealed class FailureMapTests
{
    public static TheoryData<Exception, int> Failures => new()
    {
        { new OperationCanceledException("placement was given up when a silo died"), 503 },
        { new TaskCanceledException(), 503 },
        { new StorageUnavailableException("away"), 503 },
        { new OverloadedException(), 503 },
        { new TimeoutException(), 504 },
        { new InvalidDataException(), 400 },
        { new BadHttpRequestException("large", 413), 413 },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public void What_may_pass_is_told_from_what_is_wrong(Exception failure, int status)
    {
        var answer = FailureMap.Answer(failure)!;

        answer.Status.Should().Be(status);
        (answer.RetryAfter is not null).Should().Be(status == 503);
    }

    [Fact]
    public void A_bug_is_no_refusal() => FailureMap.Answer(new InvalidOperationException()).Should().BeNull();
}
