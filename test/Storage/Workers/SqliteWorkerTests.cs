using GrainJobs.Storage;

namespace GrainJobs.Workers;

public sealed class SqliteWorkerTests(OnSqlite database) : WorkerContract(database), IClassFixture<OnSqlite>;
