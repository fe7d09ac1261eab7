using GrainJobs.Storage;

namespace GrainJobs.Jobs;

public sealed class SqliteJobTests(OnSqlite database) : JobContract(database), IClassFixture<OnSqlite>;
