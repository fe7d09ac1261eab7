using GrainJobs.Jobs;
using GrainJobs.Silos;

namespace GrainJobs.Leases;

/// <summary>Sends final reports to the silo that granted the lease; those that come at the same time share a call.</summary>
internal sealed class ReportBoxes(NearDesk near)
{
    private readonly DeskBoxes<LeaseReport, Result<Job>> boxes = new(near, new(
        static (desk, reports) => desk.ReportTogether(reports),
        static (desk, report) => desk.Report(new(report.Token.Subject!), report),
        static report => (report.Result?.Length ?? 0) + (report.Error?.Length ?? 0)));

    /// <param name="report">Its token names a job.</param>
    internal Task<Result<Job>> Send(LeaseReport report) => boxes.Ask(near.Nearest(report.Token.QueueHash), report, mayShare: true);
}
