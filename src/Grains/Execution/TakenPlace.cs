using GrainJobs.Leases;

namespace GrainJobs.Execution;

/// <summary>A place of this silo's worker, kept for a job that is being created: one of the two ways must follow.</summary>
/// <param name="isAmongFirst">So few run here that the job has a core for itself.</param>
internal sealed class TakenPlace(Attendance attendance, bool isAmongFirst, Action left)
{
    public bool IsAmongFirst => isAmongFirst;

    public void Run(LeaseGrant grant)
    {
        attendance.RunNew(grant);
        left();
    }

    public void GiveBack()
    {
        attendance.ReturnPlace();
        left();
    }
}
