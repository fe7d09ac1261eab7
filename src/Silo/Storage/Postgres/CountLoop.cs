namespace GrainJobs.Storage;

/// <summary>Every silo, every few seconds: the counts are kept, see <see cref="PostgresCounts"/>.</summary>
internal sealed partial class CountLoop(PostgresCounts counts, TimeProvider time, ILogger<CountLoop> logger) : BackgroundService
{
    private const int PruneEveryRounds = 200;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(3);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Every, time);
        for (int round = 1; await timer.WaitForNextTickAsync(stoppingToken); round++)
        {
            try
            {
                await counts.Keep(stoppingToken);
                if (round % PruneEveryRounds == 0)
                {
                    await counts.Prune(stoppingToken);
                }
            }
#pragma warning disable CA1031 // A loop of the host: what was not folded is counted all the same, and the next round folds it.
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                LogFailed(exception);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Keeping the counts failed; the next round goes on")]
    private partial void LogFailed(Exception exception);
}
