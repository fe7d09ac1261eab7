namespace GrainJobs.Storage;

public sealed class SqliteFaultTests(OnSqlite database) : FaultContract(database), IClassFixture<OnSqlite>;
