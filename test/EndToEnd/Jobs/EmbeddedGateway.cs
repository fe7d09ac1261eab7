using GrainJobs.Processes;

namespace GrainJobs.Jobs;

/// <summary>One real embedded server for the tests of a class, and a client of it.</summary>
public sealed class EmbeddedGateway : IAsyncLifetime
{
    public const string SigningSecret = "test-signing-secret-0123456789-0123456789";
    private readonly ScratchFolder folder = new();

    public ServerProcess Server { get; private set; } = null!;

    public GrainJobsClient Client { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Server = ServerProcess.Gateway("embedded", new ServerOptions
        {
            DataFolder = folder.Path,
            Settings = new Dictionary<string, string?> { ["Signing__SharedSecret"] = SigningSecret },
        });
        await Server.ReadyAsync();
        Client = Connect(TimeSpan.FromSeconds(30));
    }

    public GrainJobsClient Connect(TimeSpan patience, string? key = ServerOptions.AdminKey) => Connect(Server, patience, key);

    public static GrainJobsClient Connect(ServerProcess server, TimeSpan patience, string? key = ServerOptions.AdminKey) => new(server.Address, new GrainJobsClientOptions { ApiKey = key, Patience = patience });

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
        folder.Dispose();
    }
}
