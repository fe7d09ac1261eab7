using System.Net.Sockets;
using GrainJobs.Processes;
using GrainJobs.Time;

namespace GrainJobs.Files;

/// <summary>
/// An S3-compatible server for the tests of a class: s3rver from npm, installed once below <c>artifacts/</c>. It needs node and npm.
/// </summary>
public sealed class S3Server : IAsyncLifetime
{
    private const string Package = "s3rver@3.7.1";
    private const string Bucket = "grainjobs";
    private static readonly TimeSpan InstallLimit = TimeSpan.FromMinutes(3);

    private readonly ScratchFolder folder = new();
    private readonly Port port = Port.Reserve();
    private ChildProcess? server;

    /// <summary>Where it is, with the credentials it ships with.</summary>
    internal S3Settings Settings => new()
    {
        Bucket = Bucket,
        Endpoint = $"http://127.0.0.1:{port.Number}",
        AccessKey = "S3RVER",
        SecretKey = "S3RVER",
    };

    public async Task InitializeAsync()
    {
        string program = Path.Combine(await InstalledAsync(), "node_modules", "s3rver", "bin", "s3rver.js");
        server = ChildProcess.Start(
            "s3", "node", [program, "--directory", folder.Path, "--address", "127.0.0.1", "--port", $"{port.Number}", "--configure-bucket", Bucket, "--silent"]);
        await Eventually.BeTrue("the S3 server listens", ListensAsync);
    }

    public async Task DisposeAsync()
    {
        if (server is not null)
        {
            await server.DisposeAsync();
        }

        port.Dispose();
        folder.Dispose();
    }

    private static async Task<string> InstalledAsync()
    {
        string home = Path.Combine(SourceTree.Root, "artifacts", "s3");
        if (!Directory.Exists(Path.Combine(home, "node_modules", "s3rver")))
        {
            Directory.CreateDirectory(home);
            await using ChildProcess npm = ChildProcess.Start("npm", "npm", ["install", "--prefix", home, "--no-audit", "--no-fund", Package]);
            (await npm.ExitAsync(InstallLimit)).Should().Be(0, npm.Tail());
        }

        return home;
    }

    private async Task<bool> ListensAsync()
    {
        using TcpClient client = new();
        try
        {
            await client.ConnectAsync("127.0.0.1", port.Number);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
