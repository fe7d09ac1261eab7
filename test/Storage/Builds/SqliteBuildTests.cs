using GrainJobs.Storage;

namespace GrainJobs.Builds;

public sealed class SqliteBuildTests(OnSqlite database) : BuildContract(database), IClassFixture<OnSqlite>;
