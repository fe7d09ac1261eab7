namespace GrainJobs.Files;

/// <summary>The contract on a real S3-compatible server.</summary>
public sealed class S3FileStoreTests(S3Server server) : FileStoreContract, IClassFixture<S3Server>
{
    private readonly S3FileStore store = new(server.Settings, TimeProvider.System);

    protected override IFileStore Store => store;
}
