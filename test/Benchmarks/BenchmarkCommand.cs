using System.Globalization;
using System.Text.Json;
using GrainJobs.Benchmarks.Bare;
using GrainJobs.Benchmarks.Scale;
using GrainJobs.Storage;
using Npgsql;

namespace GrainJobs.Benchmarks;

/// <summary>Runs the scenarios and prints a table; each run on a fresh database.</summary>
internal static class BenchmarkCommand
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static async Task<int> Run(string[] args)
    {
        var options = BenchmarkOptions.Parse(args);
        await using var postgres = options.Postgres ? await Server(options) : null;
        var results = new List<Measurement>();
        for (var run = 0; run < options.Runs; run++)
        {
            foreach (var scenario in options.Scenarios)
            {
                results.AddRange(await Measure(scenario, options, postgres));
            }
        }

        Print(results);
        if (options.JsonFile is { } file)
        {
            await File.WriteAllTextAsync(file, JsonSerializer.Serialize(results, Indented));
        }

        return 0;
    }

    private static async Task<PostgresServer> Server(BenchmarkOptions options)
    {
        const string Buffers = "shared_buffers=512MB";
        if (!options.Statements)
        {
            return await PostgresServer.StartAsync(300, Buffers);
        }

        var server = await PostgresServer.StartAsync(300, Buffers, "shared_preload_libraries=pg_stat_statements");
        await using var source = NpgsqlDataSource.Create(server.ConnectionString());
        await using var command = source.CreateCommand("create extension pg_stat_statements");
        await command.ExecuteNonQueryAsync();
        return server;
    }

    private static async Task<IReadOnlyList<Measurement>> Measure(string scenario, BenchmarkOptions options, PostgresServer? postgres)
    {
        switch (scenario)
        {
            case "soak":
                return await SoakScenario.Run(options, postgres);
            case "bare" when postgres is not null:
                return await BareScenario.Run(postgres);
            case "scale" when postgres is not null:
                return await ScaleScenario.Run(options.Jobs, postgres);
            default:
                var measured = scenario is "idle" or "pollers"
                    ? await IdleScenario.Run(scenario, postgres)
                    : await Scenario.Run(scenario, options, postgres);
                Console.WriteLine(measured.ToLine());
                return [measured];
        }
    }

    private static void Print(List<Measurement> results)
    {
        Console.WriteLine("medians:");
        foreach (var group in results.GroupBy(each => each.Scenario))
        {
            Measurement[] sorted = [.. group.OrderBy(each => each.Value)];
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {sorted[sorted.Length / 2].ToLine()}"));
        }
    }
}
