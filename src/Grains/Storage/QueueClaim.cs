using GrainJobs.Queues;

namespace GrainJobs.Storage;

/// <summary>From its commit on only who made it can lease batches in the queue; its write id is the claim.</summary>
internal sealed record QueueClaim(QueueName Queue) : StoreWrite
{
    public override string Key => "claim/" + Queue.Value;

    public override int Size => 100;

    public override bool IsStorable => true;
}
