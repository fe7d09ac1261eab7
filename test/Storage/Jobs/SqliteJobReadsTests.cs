using GrainJobs.Storage;

namespace GrainJobs.Jobs;

public sealed class SqliteJobReadsTests(OnSqlite database) : JobReadsContract(database), IClassFixture<OnSqlite>;
