using GrainJobs.Storage;

namespace GrainJobs.Projects;

public sealed class PostgresProjectTests(OnPostgres database) : ProjectContract(database), IClassFixture<OnPostgres>;

public sealed class SqliteProjectTests(OnSqlite database) : ProjectContract(database), IClassFixture<OnSqlite>;
