using System.Net;
using System.Net.Sockets;

namespace GrainJobs.Processes;

/// <summary>
/// Loopback ports that stay ours: each is held by a lock file that every test process on the machine respects, from a range below the
/// one the kernel takes outgoing connections from, and was bindable when it was handed out.
/// </summary>
public sealed class Port : IDisposable
{
    private const int First = 21000;
    private const int Count = 11000;

    // Not the temporary folder: test runs have their own, and must see each other's ports.
    private static readonly string Folder = Directory.CreateDirectory($"/tmp/grainjobs-ports-{Environment.UserName}").FullName;
    private readonly FileStream hold;

    private Port(int number, FileStream hold)
    {
        Number = number;
        this.hold = hold;
    }

    /// <summary>The port, free until somebody starts what it was reserved for.</summary>
    public int Number { get; }

    /// <summary>Reserves one; throws when none of the range is free.</summary>
    public static Port Reserve()
    {
        int start = Random.Shared.Next(Count);
        return Enumerable.Range(0, Count)
            .Select(step => TryReserve(First + ((start + step) % Count)))
            .FirstOrDefault(port => port is not null)
            ?? throw new InvalidOperationException($"No free loopback port from {First} to {First + Count - 1}.");
    }

    public void Dispose() => hold.Dispose();

    private static Port? TryReserve(int number)
    {
        FileStream? hold = TryHold(number);
        if (hold is null || IsFree(number))
        {
            return hold is null ? null : new Port(number, hold);
        }

        hold.Dispose();
        return null;
    }

    private static FileStream? TryHold(int number)
    {
        try
        {
            return new FileStream(Path.Combine(Folder, $"{number}"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception taken) when (taken is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static bool IsFree(int number)
    {
        try
        {
            using TcpListener probe = new(IPAddress.Loopback, number);
            probe.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
