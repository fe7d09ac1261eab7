using System.Globalization;
using System.Text.Json;
using GrainJobs.Storage;

namespace GrainJobs.Benchmarks;

/// <summary>Runs the scenarios and prints a table; each run on a fresh database.</summary>
internal static class BenchmarkCommand
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static async Task<int> Run(string[] args)
    {
        var options = BenchmarkOptions.Parse(args);
        await using var postgres = options.Postgres ? await PostgresServer.StartAsync(300, "shared_buffers=512MB") : null;
        var results = new List<Measurement>();
        for (var run = 0; run < options.Runs; run++)
        {
            foreach (var scenario in options.Scenarios)
            {
                var measured = await Scenario.Run(scenario, options.Jobs, postgres);
                results.Add(measured);
                Console.WriteLine(measured.ToLine());
            }
        }

        Print(results);
        if (options.JsonFile is { } file)
        {
            await File.WriteAllTextAsync(file, JsonSerializer.Serialize(results, Indented));
        }

        return 0;
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
