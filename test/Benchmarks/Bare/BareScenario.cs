using System.Globalization;
using GrainJobs.Storage;
using Npgsql;

namespace GrainJobs.Benchmarks.Bare;

/// <summary>What a second silo on the same cores costs a service that does nothing: the floor under what it costs ours.</summary>
internal static class BareScenario
{
    private const int Rounds = 7;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(3);

    public static async Task<IReadOnlyList<Measurement>> Run(PostgresServer postgres)
    {
        await using var database = await FreshDatabase.Create(postgres);
        await using (var source = NpgsqlDataSource.Create(database.ConnectionString))
        await using (var create = source.CreateCommand("create table bare (id bigint generated always as identity primary key, text text not null)"))
        {
            await create.ExecuteNonQueryAsync();
        }

        await using var one = await BareCluster.Start(1, database.ConnectionString);
        await using var two = await BareCluster.Start(2, database.ConnectionString);
        List<Measurement> measured = [];
        foreach (var callers in (int[])[18, 64])
        {
            measured.AddRange(await Compare("call", one, two, static grain => grain.Call("hello"), callers));
            measured.AddRange(await Compare("call and commit", one, two, static grain => grain.Commit("hello"), callers));
        }

        return measured;
    }

    private static async Task<Measurement[]> Compare(string what, BareCluster one, BareCluster two, Func<IBareGrain, Task> call, int callers)
    {
        await one.Load(call, callers, WarmUp);
        await two.Load(call, callers, WarmUp);
        List<((double Rate, double Cpu) One, (double Rate, double Cpu) Two)> rounds = [];
        for (var round = 0; round < Rounds; round++)
        {
            rounds.Add((await one.Load(call, callers, Window), await two.Load(call, callers, Window)));
        }

        double[] ratios = [.. rounds.Select(round => round.Two.Rate / round.One.Rate).Order()];
        var note = string.Create(
            CultureInfo.InvariantCulture, $"two silos to one: {ratios[Rounds / 2] - 1:P0} ({ratios[0] - 1:P0} to {ratios[^1] - 1:P0})");
        Measurement[] measured =
        [
            Figure($"bare: {what}, {callers} callers, one silo", [.. rounds.Select(round => round.One)], ""),
            Figure($"bare: {what}, {callers} callers, two silos", [.. rounds.Select(round => round.Two)], note),
        ];
        Array.ForEach(measured, each => Console.WriteLine(each.ToLine()));
        return measured;
    }

    private static Measurement Figure(string scenario, (double Rate, double Cpu)[] rounds, string note)
    {
        var rate = rounds.Select(round => round.Rate).Order().ElementAt(Rounds / 2);
        var cpu = rounds.Select(round => round.Cpu).Order().ElementAt(Rounds / 2);
        return new(scenario, "postgres", (int)(rate * Window.TotalSeconds), rate, "calls/s", cpu / 1000, 0, note);
    }
}
