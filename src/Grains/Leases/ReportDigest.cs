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

        return Of(report.Kind, report.Result, report.Reason, report.Error, report.Class, report.Message, report.DocumentId, report.RetryAfter);
    }

    /// <summary>A digest of the parts of some other report.</summary>
    public static string Of(params object?[] parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\u001f', parts))).AsSpan(0, DigestLength));
}
