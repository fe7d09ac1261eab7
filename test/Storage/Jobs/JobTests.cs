using GrainJobs.Storage;

namespace GrainJobs.Jobs;

public sealed class PostgresJobTests(OnPostgres database) : JobContract(database), IClassFixture<OnPostgres>;

public sealed class SqliteJobTests(OnSqlite database) : JobContract(database), IClassFixture<OnSqlite>;
