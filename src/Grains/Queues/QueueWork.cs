namespace GrainJobs.Queues;

/// <summary>What there is to do in a queue: jobs of a lane wait, or, without a lane, jobs run or fall due.</summary>
internal readonly record struct QueueWork(QueueName Queue, string? Lane);
