using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace GrainJobs.Storage;

/// <summary>A server that takes connections and answers nothing, as one that is stopped or stalled.</summary>
public sealed class ConnectionTests
{
    private const int Many = 100;

    // Eight at a time, a second and a pause each, for as long as the last may wait for its turn.
    private const int MostAttempts = 8 * 4;

    [Fact]
    public async Task A_server_that_does_not_answer_is_not_stormed()
    {
        using TcpListener server = new(IPAddress.Loopback, 0);
        server.Start(backlog: Many * 2);
        List<Socket> attempts = [];
        Task accepting = AcceptAsync(server, attempts);
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(
            $"Host=127.0.0.1;Port={((IPEndPoint)server.LocalEndpoint).Port};Username=nobody;Timeout=1;SSL Mode=Disable;Gss Encryption Mode=Disable;Maximum Pool Size={Many}");
        PostgresConnections connections = new(source);

        Exception?[] failures = await Task.WhenAll(Enumerable.Range(0, Many).Select(_ => Record.ExceptionAsync(async () => await connections.Open())));

        failures.Should().OnlyContain(failure => failure != null && PostgresFailures.IsFailure(failure), "every caller is answered, in time");
        server.Stop();
        await accepting;
        attempts.Count.Should().BeInRange(1, MostAttempts);
        attempts.ForEach(attempt => attempt.Dispose());
    }

    private static async Task AcceptAsync(TcpListener server, List<Socket> attempts)
    {
        try
        {
            while (true)
            {
                attempts.Add(await server.AcceptSocketAsync());
            }
        }
        catch (SocketException)
        {
            // Stopped.
        }
    }
}
