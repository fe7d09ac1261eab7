using GrainJobs.Storage;

namespace GrainJobs.Jobs;

public sealed class SqliteCountTests(OnSqlite database) : CountContract(database), IClassFixture<OnSqlite>;
