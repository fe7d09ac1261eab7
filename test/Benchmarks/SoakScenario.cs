using System.Diagnostics;
using System.Globalization;
using GrainJobs.Jobs;
using GrainJobs.Storage;
using GrainJobs.Time;
using Npgsql;

namespace GrainJobs.Benchmarks;

/// <summary>
/// Hours of work in minutes: a constant rate of jobs that are submitted, run and, a minute and a half after their end, removed. Each minute a line, so that what
/// grows is seen: memory, sizes, dead rows, the time until a job is picked up.
/// </summary>
internal static class SoakScenario
{
    private const string Queue = "soak";
    private const int PerTick = 20;
    private static readonly Dictionary<string, string?> Settings = new() { ["Retention:Completed"] = "00:01:30" };

    public static async Task<IReadOnlyList<Measurement>> Run(BenchmarkOptions options, PostgresServer? postgres)
    {
        await using var database = postgres is null ? null : await FreshDatabase.Create(postgres);
        await using var silo = await BenchSilo.Start(database?.ConnectionString, executes: true, Settings);
        BenchHandler.NotesStarts = true;
        var minutes = new List<Measurement>();
        for (var minute = 1; minute <= options.Minutes; minute++)
        {
            BenchHandler.StartedAt.Clear();
            var cpu = CpuMeter.Start(postgres);
            var answered = await Minute(silo, options.Rate);
            var (own, server) = cpu.Read();
            var waits = Waits(answered);
            var sizes = await Sizes(database);
            var note = string.Create(
                CultureInfo.InvariantCulture,
                $"minute {minute}: p50 {CallTimes.At(waits, 0.5):F1} ms, memory {Process.GetCurrentProcess().WorkingSet64 >> 20} MB, heap {GC.GetTotalMemory(false) >> 20} MB{sizes}");
            var measured = new Measurement(
                "soak", postgres is null ? "sqlite" : "postgres", answered.Length, CallTimes.At(waits, 0.99), "ms p99", (own + server) * 1000 / answered.Length, server * 1000 / answered.Length, note);
            Console.WriteLine(measured.ToLine());
            minutes.Add(measured);
        }

        BenchHandler.NotesStarts = false;
        return minutes;
    }

    /// <summary>Submits at the rate for a minute; when each was answered.</summary>
    private static async Task<long[]> Minute(BenchSilo silo, int rate)
    {
        var desk = silo.Grains.GetGrain<IJobDeskGrain>(0);
        var answered = new long[rate * 60 / PerTick * PerTick];
        var underWay = new List<Task>();
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds((double)PerTick / rate));
        for (var i = 0; i < answered.Length; i += PerTick)
        {
            await timer.WaitForNextTickAsync();
            underWay.RemoveAll(task => task.IsCompletedSuccessfully);
            underWay.AddRange(Enumerable.Range(i, PerTick).Select(each => Task.Run(async () =>
            {
                var answer = await desk.Submit(Scenario.Draft(each, Queue));
                answered[each] = answer.IsRefused ? throw new InvalidOperationException(answer.Refusal.Detail) : Stopwatch.GetTimestamp();
            })));
        }

        await Task.WhenAll(underWay);
        await Eventually.BeTrue("all of the minute have started", () => Task.FromResult(BenchHandler.StartedAt.Count >= answered.Length), TimeSpan.FromMinutes(1));
        return answered;
    }

    private static double[] Waits(long[] answered) =>
        [.. answered.Select((at, i) => Math.Max(0, Stopwatch.GetElapsedTime(at, BenchHandler.StartedAt[i]).TotalMilliseconds)).Order()];

    private static async Task<string> Sizes(FreshDatabase? database)
    {
        if (database is null)
        {
            return "";
        }

        await using var connection = new NpgsqlConnection(database.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            "select n_live_tup, n_dead_tup, pg_table_size('jobs') >> 20, pg_indexes_size('jobs') >> 20, pg_total_relation_size('job_count_changes') >> 10 from pg_stat_user_tables where relname = 'jobs'",
            connection);
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return string.Create(
            CultureInfo.InvariantCulture,
            $", rows {reader.GetInt64(0)} and {reader.GetInt64(1)} dead, table {reader.GetInt64(2)} MB, indexes {reader.GetInt64(3)} MB, noted counts {reader.GetInt64(4)} KB");
    }
}
