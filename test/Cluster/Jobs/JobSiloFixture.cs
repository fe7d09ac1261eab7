using GrainJobs.Processes;

namespace GrainJobs.Jobs;

/// <summary>One silo for the tests of a class; each uses its own queue and ids.</summary>
public sealed class JobSiloFixture : IAsyncLifetime
{
    private readonly ScratchFolder folder = new();

    internal JobSilo Silo { get; private set; } = null!;

    public async Task InitializeAsync() => Silo = await JobSilo.Start(folder.Path, new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public async Task DisposeAsync()
    {
        await Silo.DisposeAsync();
        folder.Dispose();
    }
}
