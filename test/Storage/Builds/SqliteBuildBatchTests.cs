using GrainJobs.Storage;

namespace GrainJobs.Builds;

public sealed class SqliteBuildBatchTests(OnSqlite database) : BuildBatchContract(database), IClassFixture<OnSqlite>;
