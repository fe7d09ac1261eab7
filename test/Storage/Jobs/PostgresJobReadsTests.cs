using GrainJobs.Storage;

namespace GrainJobs.Jobs;

public sealed class PostgresJobReadsTests(OnPostgres database) : JobReadsContract(database), IClassFixture<OnPostgres>;
