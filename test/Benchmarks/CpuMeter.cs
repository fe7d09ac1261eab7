using System.Diagnostics;
using System.Globalization;
using GrainJobs.Processes;
using GrainJobs.Storage;

namespace GrainJobs.Benchmarks;

/// <summary>CPU seconds of this process and of the database with all its backends.</summary>
internal sealed class CpuMeter
{
    private const double TicksPerSecond = 100;
    private readonly PostgresServer? postgres;
    private readonly double own;
    private readonly Dictionary<int, double> server;

    private CpuMeter(PostgresServer? postgres)
    {
        this.postgres = postgres;
        own = Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds;
        server = Server();
    }

    public static CpuMeter Start(PostgresServer? postgres) => new(postgres);

    public (double Own, double Server) Read() => (
        Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds - own,
        Server().Sum(each => each.Value - server.GetValueOrDefault(each.Key)));

    private Dictionary<int, double> Server()
    {
        if (postgres is null)
        {
            return [];
        }

        int[] ids = [postgres.Process.Id, .. ProcessTable.ChildrenOf(postgres.Process.Id)];
        return ids.SelectMany(id => ProcessTable.ChildrenOf(id).Append(id)).Distinct().ToDictionary(id => id, Seconds);
    }

    private static double Seconds(int id)
    {
        try
        {
            var fields = File.ReadAllText($"/proc/{id}/stat").Split(") ", 2)[1].Split(' ');
            return (double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond;
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
