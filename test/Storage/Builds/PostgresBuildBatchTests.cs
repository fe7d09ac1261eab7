using GrainJobs.Storage;

namespace GrainJobs.Builds;

public sealed class PostgresBuildBatchTests(OnPostgres database) : BuildBatchContract(database), IClassFixture<OnPostgres>;
