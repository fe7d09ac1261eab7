using GrainJobs.Processes;

namespace GrainJobs.Files;

/// <summary>The contract on a folder.</summary>
public sealed class LocalFileStoreTests : FileStoreContract, IDisposable
{
    private readonly ScratchFolder folder = new();
    private LocalFileStore? store;

    protected override IFileStore Store => store ??= new(folder.Path, TimeProvider.System);

    public void Dispose() => folder.Dispose();
}
