using GrainJobs.Storage;

namespace GrainJobs.Workers;

public sealed class PostgresWorkerTests(OnPostgres database) : WorkerContract(database), IClassFixture<OnPostgres>;
