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
    private readonly IReadOnlyList<int> processes;
    private readonly double own;
    private readonly Dictionary<int, double> server;

    private CpuMeter(PostgresServer? postgres, IReadOnlyList<int> processes)
    {
        this.postgres = postgres;
        this.processes = processes;
        own = Own();
        server = Server();
    }

    /// <param name="processes">Those to be counted as the service; none: this one.</param>
    public static CpuMeter Start(PostgresServer? postgres, params IReadOnlyList<int> processes) => new(postgres, processes);

    /// <summary>CPU seconds the whole machine was busy since it started.</summary>
    public static double Busy()
    {
        var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        int[] working = [1, 2, 3, 6, 7];
        return working.Sum(field => double.Parse(fields[field], CultureInfo.InvariantCulture)) / TicksPerSecond;
    }

    public (double Own, double Server) Read() => (
        Own() - own,
        Server().Sum(each => each.Value - server.GetValueOrDefault(each.Key)));

    private double Own() => processes.Count == 0 ? Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds : processes.Sum(Seconds);

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
