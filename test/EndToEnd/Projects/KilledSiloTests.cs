using System.Collections.Concurrent;
using GrainJobs.Http;
using GrainJobs.Processes;
using GrainJobs.Time;
using Npgsql;

namespace GrainJobs.Projects;

/// <summary>Signed updates through two gateways while workers build and a silo is killed.</summary>
public sealed class KilledSiloTests
{
    private const int Updates = 300;

    [Fact]
    public async Task A_killed_silo_costs_nothing_but_a_few_503_and_the_tables_are_right_at_every_look()
    {
        await using var cluster = await ClusterOfProcesses.StartAsync(2, 2, settings: new Dictionary<string, string?>
        {
            ["Signing__SharedSecret"] = SignedCaller.Secret,
            ["Limits__ProjectUpdatesPerHour"] = "0",
        });
        var admins = cluster.Callers();
        SignedCaller[] signed = [.. cluster.Gateways.Select(gateway => new SignedCaller(gateway.Address))];
        (await admins[0].PutAsync("/api/projects/p1", new { name = "One" })).Expect(201);
        (await signed[0].Update(new { projectId = "nobody", prompt = "x" }, nonce: "once in the cluster")).Expect(404);
        (await signed[1].Update(new { projectId = "nobody", prompt = "x" }, nonce: "once in the cluster")).Expect(409);
        using var over = new CancellationTokenSource();
        var audit = Task.Run(() => AuditAsync(cluster.ConnectionString, over.Token));
        var working = Task.Run(() => WorkAsync(admins[1], over.Token));
        var statuses = new ConcurrentBag<int>();
        var builds = new ConcurrentDictionary<int, string>();

        var updating = Parallel.ForEachAsync(Enumerable.Range(0, Updates), new ParallelOptions { MaxDegreeOfParallelism = 20 }, async (index, _) =>
        {
            if (index == Updates / 3)
            {
                await cluster.Silos[0].KillAsync();
            }

            builds[index] = (await UpdateAsync(signed[index % 2], index, statuses)).Value("buildId")!;
            (await UpdateAsync(signed[(index + 1) % 2], index, statuses)).Value("buildId").Should().Be(builds[index], "the operation is the same");
        });
        await updating;

        await Eventually.BeTrue("the newest build is current and deployed", async () =>
            await admins[0].GetAsync("/api/projects/p1") is { Status: 200 } project
            && project.Value("buildStatus") == "deployed" && project.Value("currentBuildId") == project.Value("latestBuildId"), TimeSpan.FromSeconds(60));
        await over.CancelAsync();
        await working;
        var (violations, looks) = await audit;
        violations.Should().BeEmpty();
        looks.Should().BeGreaterThan(20);
        statuses.Where(status => status is not (200 or 503)).Should().BeEmpty();
        builds.Values.Distinct().Should().HaveCount(Updates);
        (await admins[0].GetAsync("/api/projects/p1")).Value("builds").Should().Be($"{Updates}");
    }

    private static async Task<Answer> UpdateAsync(SignedCaller signed, int index, ConcurrentBag<int> statuses) => await Eventually.Get(
        $"update {index} is accepted",
        async () =>
        {
            var answer = await signed.Update(new { projectId = "p1", prompt = $"update {index}", operationId = $"op-{index}" });
            statuses.Add(answer.Status);
            return answer;
        },
        answer => answer.Status == 200);

    /// <summary>A worker of projects, as simple as there is: it polls and says it is done.</summary>
    private static async Task WorkAsync(HttpCaller caller, CancellationToken stop)
    {
        await Eventually.BeTrue("the worker is registered", async () =>
            (await caller.PostAsync("/api/workers/register", new { id = "w1", name = "w1", capabilities = new { platforms = new[] { "project" }, capacity = 1_000 } })).IsSuccess);
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var poll = await caller.GetAsync("/api/workers/poll?worker_id=w1&wait=1");
                if (poll.Value("job.id") is { } build)
                {
                    using var form = new MultipartFormDataContent
                    {
                        { new StringContent(build), "build_id" }, { new StringContent("w1"), "worker_id" },
                        { new StringContent("true"), "success" }, { new StringContent("https://preview.example/" + build), "preview_url" },
                    };
                    await caller.SendAsync(HttpMethod.Post, "/api/workers/result", form);
                }
            }
            catch (Exception lost) when (lost is HttpRequestException or TaskCanceledException)
            {
                // The next poll gives it back, or another build.
            }
        }
    }

    private static async Task<(List<string> Violations, int Looks)> AuditAsync(string connectionString, CancellationToken stop)
    {
        var (violations, looks) = (new List<string>(), 0);
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand("""
            select 'timing' from projects where last_build_completed < last_build_started
            union all
            select 'dangling' from projects p
            where current_build_id is not null and not exists (select 1 from project_build_metrics m where m.build_id = p.current_build_id)
            """);
        while (!stop.IsCancellationRequested)
        {
            await using var reader = await command.ExecuteReaderAsync(CancellationToken.None);
            while (await reader.ReadAsync(CancellationToken.None))
            {
                violations.Add(reader.GetString(0));
            }

            looks++;
        }

        return (violations, looks);
    }
}
