namespace GrainJobs.Storage;

/// <summary>Migrates before anything else of the host starts.</summary>
internal sealed class MigrationStart(Func<Task> migrate) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => migrate();

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
