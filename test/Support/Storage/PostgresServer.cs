using GrainJobs.Processes;
using GrainJobs.Time;
using Npgsql;

namespace GrainJobs.Storage;

/// <summary>
/// A private PostgreSQL for one test: its own cluster, port and folder, durable settings (fsync on). It can be stopped, killed and
/// started again on the same data, as often as a test likes.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private readonly string folder;
    private readonly Port port = Port.Reserve();
    private readonly IReadOnlyList<string> settings;
    private readonly SlowDisk? disk;
    private ChildProcess? process;

    private PostgresServer(string folder, IReadOnlyList<string> settings, SlowDisk? disk)
    {
        this.folder = folder;
        this.settings = settings;
        this.disk = disk;
    }

    /// <summary>The postmaster; throws while it is stopped.</summary>
    public ChildProcess Process => process ?? throw new InvalidOperationException("PostgreSQL is stopped.");

    public int PortNumber => port.Number;

    /// <summary>Creates the cluster and starts it.</summary>
    /// <param name="maxConnections">Low to test exhaustion.</param>
    /// <param name="settings">More settings, as <c>name=value</c>.</param>
    public static Task<PostgresServer> StartAsync(int maxConnections = 300, params IReadOnlyList<string> settings) => StartOnAsync(null, maxConnections, settings);

    /// <summary>As the other, on a disk that can be slowed.</summary>
    public static async Task<PostgresServer> StartOnAsync(SlowDisk? disk, int maxConnections = 300, params IReadOnlyList<string> settings)
    {
        string folder = Directory.CreateTempSubdirectory("grainjobs-postgres-").FullName;
        await OwnAsync(folder);
        string data = Path.Combine(folder, "data");
        await RunAsync("initdb", "-D", data, "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync");
        PostgresServer server = new(folder, [.. Defaults(maxConnections), .. settings], disk);
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>For Npgsql and for the processes under test; pooling is per connection string.</summary>
    public string ConnectionString(string database = "postgres")
        => $"Host=127.0.0.1;Port={PortNumber};Username=postgres;Database={database};Timeout=5;Maximum Pool Size=100";

    /// <summary>Starts it on the data it has; returns when it takes connections. After kill -9 it recovers first.</summary>
    public async Task StartAgainAsync()
    {
        await Eventually.BeTrue("the shared memory of the killed PostgreSQL is released", TryStartAsync, TimeSpan.FromSeconds(60));
        await Eventually.BeTrue("PostgreSQL takes connections", AnswersAsync, TimeSpan.FromSeconds(60));
    }

    /// <summary>SIGQUIT: stops at once without a checkpoint; the next start recovers from the log.</summary>
    public Task StopImmediatelyAsync() => StopAsync(Signal.Quit);

    /// <summary>SIGINT: sessions are cut, then a clean shutdown.</summary>
    public Task StopFastAsync() => StopAsync(Signal.Interrupt);

    /// <summary>kill -9 of the postmaster and of every backend, as a crash of the machine would.</summary>
    public async Task KillAsync()
    {
        IReadOnlyList<int> backends = ProcessTable.ChildrenOf(Process.Id);
        Process.Send(Signal.Kill);
        foreach (int backend in backends)
        {
            Signals.Send(backend, Signal.Kill);
        }

        await StopAsync(Signal.Kill);
    }

    /// <summary>Freezes the postmaster and every backend (SIGSTOP): connections hang instead of failing.</summary>
    public void Freeze() => SendToAll(Signal.Stop);

    public void Thaw() => SendToAll(Signal.Continue);

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            process.Send(Signal.Quit);
            await process.ExitAsync();
            await process.DisposeAsync();
        }

        port.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private static IEnumerable<string> Defaults(int maxConnections) =>
    [
        "listen_addresses=127.0.0.1",
        "unix_socket_directories=",
        $"max_connections={maxConnections}",
        "fsync=on",
        "synchronous_commit=on",
        "shared_buffers=128MB",
        "max_wal_size=2GB",
        "log_min_messages=warning",
    ];

    private static async Task OwnAsync(string folder)
    {
        if (PostgresInstallation.Account is { } account)
        {
            await using ChildProcess chown = ChildProcess.Start("chown", "chown", [account, folder]);
            await chown.ExitAsync();
        }
    }

    private static async Task RunAsync(string program, params IReadOnlyList<string> arguments)
    {
        (string file, IReadOnlyList<string> full) = PostgresInstallation.Command(program, arguments);
        await using ChildProcess run = ChildProcess.Start(program, file, full);
        if (await run.ExitAsync(TimeSpan.FromMinutes(2)) != 0)
        {
            throw new InvalidOperationException($"{program} failed.\n{run.Tail()}");
        }
    }

    // After kill -9 the last backends may still hold the shared memory for a moment, and the new postmaster refuses to start.
    private async Task<bool> TryStartAsync()
    {
        IEnumerable<string> arguments = [.. settings.Append($"port={PortNumber}").SelectMany(setting => (string[])["-c", setting])];
        (string file, IReadOnlyList<string> full) = PostgresInstallation.Command("postgres", [.. arguments, "-D", Path.Combine(folder, "data")]);
        ChildProcess started = ChildProcess.Start("postgres", file, full, disk?.Environment);
        try
        {
            await Eventually.BeTrue("postmaster is up or has refused", async () => started.HasExited || await AnswersAsync(), TimeSpan.FromSeconds(60));
        }
        catch (TimeoutException)
        {
            await started.DisposeAsync();
            throw;
        }

        if (!started.HasExited)
        {
            process = started;
            return true;
        }

        bool again = started.Tail().Contains("shared memory block", StringComparison.Ordinal);
        string said = started.Tail();
        await started.DisposeAsync();
        return again ? false : throw new InvalidOperationException($"PostgreSQL does not start.\n{said}");
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            await using NpgsqlConnection connection = new(ConnectionString() + ";Pooling=false");
            await connection.OpenAsync();
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private async Task StopAsync(Signal signal)
    {
        Process.Send(signal);
        await Process.ExitAsync();
        await Process.DisposeAsync();
        process = null;
    }

    private void SendToAll(Signal signal)
    {
        foreach (int id in (IEnumerable<int>)[Process.Id, .. ProcessTable.ChildrenOf(Process.Id)])
        {
            Signals.Send(id, signal);
        }
    }
}
