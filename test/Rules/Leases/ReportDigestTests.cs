namespace GrainJobs.Leases;

public sealed class ReportDigestTests
{
    private static readonly LeaseReport Report = new() { Token = new("t"), Kind = ReportKind.Complete, Result = "1" };

    [Fact]
    public void The_same_content_has_the_same_digest_whatever_the_token() =>
        ReportDigest.Of(Report with { Token = new("other") }).Should().Be(ReportDigest.Of(Report));

    [Fact]
    public void Every_field_that_a_client_sends_counts()
    {
        LeaseReport[] reports =
        [
            Report,
            Report with { Result = null },
            Report with { Result = "2" },
            Report with { Kind = ReportKind.Skip },
            Report with { Message = "m" },
            Report with { Reason = "m" },
            Report with { Error = "m" },
            Report with { DocumentId = "m" },
            Report with { Class = FailureClass.Timeout },
            Report with { RetryAfter = TimeSpan.FromSeconds(1) },
        ];

        reports.Select(ReportDigest.Of).Should().OnlyHaveUniqueItems();
    }
}
