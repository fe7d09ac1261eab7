using GrainJobs.Processes;

namespace GrainJobs.Storage;

/// <summary>A database for the tests of one class, with one storage on it.</summary>
public abstract class DatabaseUnderTest : IAsyncLifetime
{
    /// <summary>Patient: what these tests are about is not time, and the machine may be busy with others.</summary>
    private protected static CommitOptions Patient { get; } = new() { TimeLimit = TimeSpan.FromMinutes(1) };

    internal StorageUnderTest Storage { get; private set; } = null!;

    /// <summary>Another process's storage on the same database.</summary>
    internal abstract Task<StorageUnderTest> ConnectAsync(CommitOptions? options = null);

    public virtual async Task InitializeAsync() => Storage = await ConnectAsync();

    public virtual async Task DisposeAsync() => await Storage.DisposeAsync();
}

/// <summary>A private database on PostgreSQL.</summary>
public sealed class OnPostgres : DatabaseUnderTest
{
    internal TestDatabase Database { get; private set; } = null!;

    public override async Task InitializeAsync()
    {
        Database = await TestDatabase.CreateAsync();
        await base.InitializeAsync();
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await Database.DisposeAsync();
    }

    internal override Task<StorageUnderTest> ConnectAsync(CommitOptions? options = null) =>
        StorageUnderTest.StartAsync(Database.ConnectionString, null, options ?? Patient);
}

#pragma warning disable CA1001 // xunit disposes it asynchronously.
/// <summary>A private SQLite file.</summary>
public sealed class OnSqlite : DatabaseUnderTest
{
    private readonly ScratchFolder folder = new();

    internal string Folder => folder.Path;

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        folder.Dispose();
    }

    internal override Task<StorageUnderTest> ConnectAsync(CommitOptions? options = null) => StorageUnderTest.StartAsync(null, folder.Path, options ?? Patient);
}
