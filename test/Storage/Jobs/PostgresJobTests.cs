using GrainJobs.Storage;

namespace GrainJobs.Jobs;

public sealed class PostgresJobTests(OnPostgres database) : JobContract(database), IClassFixture<OnPostgres>;

