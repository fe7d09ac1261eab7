using GrainJobs.Jobs;

namespace GrainJobs.Storage;

/// <summary>Removes a job's row at that version with everything that belongs to it.</summary>
internal sealed record JobDeletion(JobId Id, long ExpectedVersion) : StoreWrite
{
    public override string Key => "job/" + Id.Value;

    public override int Size => 50;

    public override bool IsStorable => true;
}
