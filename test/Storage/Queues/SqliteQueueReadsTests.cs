using GrainJobs.Storage;

namespace GrainJobs.Queues;

public sealed class SqliteQueueReadsTests(OnSqlite database) : QueueReadsContract(database), IClassFixture<OnSqlite>;
