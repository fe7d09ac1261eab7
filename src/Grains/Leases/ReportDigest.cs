using System.Security.Cryptography;
using System.Text;

namespace GrainJobs.Leases;

/// <summary>A short digest of a report's content, so that a repetition is told from another report.</summary>
internal static class ReportDigest
{
    private const int DigestLength = 16;

    public static string Of(LeaseReport report)
    {
        if (report is { Kind: ReportKind.Complete, Result: null, Message: null, DocumentId: null })
        {
            return "complete";
        }

        var content = string.Join(
            '\u001f', report.Kind, report.Result, report.Reason, report.Error, report.Class, report.Message, report.DocumentId, report.RetryAfter);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)).AsSpan(0, DigestLength));
    }
}
