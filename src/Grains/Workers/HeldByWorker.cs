using GrainJobs.Leases;
using GrainJobs.Queues;

namespace GrainJobs.Workers;

/// <summary>A lease in its worker's memory: a copy of the row's.</summary>
internal readonly record struct HeldByWorker(QueueName Queue, LeaseToken Token, DateTimeOffset GrantedAt);
