using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace GrainJobs.Storage;

/// <summary>A server that takes connections and answers nothing, as one that is stopped or stalled, and then answers again.</summary>
public sealed class ConnectionTests : IAsyncLifetime
{
    private const int Many = 100;
    private const int AtOnce = 8;

    // The first eight, and then one at a time, a second and a pause each, for as long as the last may wait for its turn.
    private const int MostAttempts = AtOnce + 4;

    private readonly TcpListener server = new(IPAddress.Loopback, 0);
    private readonly List<Socket> attempts = [];
    private NpgsqlDataSource source = null!;
    private PostgresConnections connections = null!;
    private Task accepting = Task.CompletedTask;
    private volatile bool answers;

    public Task InitializeAsync()
    {
        server.Start(backlog: Many * 2);
        accepting = AcceptAsync();
        source = NpgsqlDataSource.Create(
            $"Host=127.0.0.1;Port={((IPEndPoint)server.LocalEndpoint).Port};Username=nobody;Timeout=1;SSL Mode=Disable;Gss Encryption Mode=Disable;" +
            $"Maximum Pool Size={Many};Server Compatibility Mode=NoTypeLoading");
        connections = new(source);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_not_stormed()
    {
        Exception?[] failures = await OpenManyAsync();

        failures.Should().OnlyContain(failure => failure != null && PostgresFailures.IsFailure(failure), "every caller is answered, in time");
        attempts.Count.Should().BeInRange(AtOnce, MostAttempts);
    }

    [Fact]
    public async Task The_first_success_opens_all_turns_again()
    {
        await OpenManyAsync();
        answers = true;
        await using NpgsqlConnection open = await connections.Open();
        answers = false;
        int before = attempts.Count;

        await OpenManyAsync();

        (attempts.Count - before).Should().BeInRange(AtOnce, MostAttempts);
    }

    public async Task DisposeAsync()
    {
        server.Stop();
        await accepting;
        await source.DisposeAsync();
        attempts.ForEach(attempt => attempt.Dispose());
        server.Dispose();
    }

    private Task<Exception?[]> OpenManyAsync() =>
        Task.WhenAll(Enumerable.Range(0, Many).Select(_ => Record.ExceptionAsync(async () => await connections.Open())));

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                Socket attempt = await server.AcceptSocketAsync();
                attempts.Add(attempt);
                if (answers)
                {
                    await GreetAsync(attempt);
                }
            }
        }
        catch (SocketException)
        {
            // Stopped.
        }
    }

    // What PostgreSQL says to a client it trusts: authenticated, its version, the key for cancelling, ready.
    private static async Task GreetAsync(Socket client)
    {
        await client.ReceiveAsync(new byte[1_000]);
        await client.SendAsync(
            (byte[])[.. "R\0\0\0\b\0\0\0\0"u8, .. "S\0\0\0\u0018server_version\015.0\0"u8, .. "K\0\0\0\f\0\0\0\u0001\0\0\0\u0001"u8, .. "Z\0\0\0\u0005I"u8]);
    }
}
