using Npgsql;

namespace GrainJobs.Storage;

#pragma warning disable CA1001 // A SemaphoreSlim whose wait handle nobody asks for holds nothing to dispose.

/// <summary>
/// Opens connections, few at a time, and after a failure later. A server that did not answer for some seconds, or has no connection left, must not find
/// hundreds of attempts when it is back: each is a process that it starts, and most belong to nobody any more. While attempts fail, one at a time is made.
/// </summary>
internal sealed class PostgresConnections(NpgsqlDataSource source)
{
    private const int MostOpening = 8;
    private static readonly TimeSpan WaitLimit = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMilliseconds(100);

    private readonly SemaphoreSlim opening = new(MostOpening);

    private readonly Lock gate = new();

    // Turns that failures took away, until an attempt succeeds; never the last one.
    private int withheld;

    /// <summary>An open connection, from the pool where one is free. Throws <see cref="TimeoutException"/> when its turn does not come in time.</summary>
    internal async ValueTask<NpgsqlConnection> Open(CancellationToken cancellationToken = default)
    {
        if (!await opening.WaitAsync(WaitLimit, cancellationToken))
        {
            throw new TimeoutException("No connection to PostgreSQL could be opened in time.");
        }

        try
        {
            NpgsqlConnection connection = await source.OpenConnectionAsync(cancellationToken);
            ReleaseAll();
            return connection;
        }
        catch
        {
            if (!TryWithhold())
            {
                _ = ReleaseLater();
            }

            throw;
        }
    }

    private void ReleaseAll()
    {
        lock (gate)
        {
            opening.Release(1 + withheld);
            withheld = 0;
        }
    }

    private bool TryWithhold()
    {
        lock (gate)
        {
            var isLast = withheld == MostOpening - 1;
            withheld += isLast ? 0 : 1;
            return !isLast;
        }
    }

    private async Task ReleaseLater()
    {
        await Task.Delay(PauseAfterFailure, CancellationToken.None);
        opening.Release();
    }
}
