using GrainJobs.Storage;

namespace GrainJobs.Queues;

public sealed class PostgresQueueReadsTests(OnPostgres database) : QueueReadsContract(database), IClassFixture<OnPostgres>;
