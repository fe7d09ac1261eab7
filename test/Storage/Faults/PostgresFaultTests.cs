namespace GrainJobs.Storage;

public sealed class PostgresFaultTests(OnPostgres database) : FaultContract(database), IClassFixture<OnPostgres>;
