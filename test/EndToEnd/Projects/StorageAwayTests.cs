using GrainJobs.Processes;
using GrainJobs.Storage;
using GrainJobs.Time;

namespace GrainJobs.Projects;

/// <summary>Without storage no nonce can be remembered, so nothing signed gets in.</summary>
public sealed class StorageAwayTests
{
    [Fact]
    public async Task With_the_database_away_signed_updates_are_503_and_with_it_back_they_go_on()
    {
        await using var postgres = await PostgresServer.StartAsync();
        await using var cluster = await ClusterOfProcesses.StartAsync(1, 1, postgres, new Dictionary<string, string?>
        {
            ["Signing__SharedSecret"] = SignedCaller.Secret,
            ["Limits__ProjectUpdatesPerHour"] = "0",
        });
        using var admin = cluster.Gateways[0].Caller();
        using var signed = new SignedCaller(cluster.Gateways[0].Address);
        (await admin.PutAsync("/api/projects/p1", new { name = "One" })).Expect(201);
        var before = (await signed.Update(new { projectId = "p1", prompt = "before", operationId = "op" })).Expect(200);

        await postgres.StopImmediatelyAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(index => signed.Update(new { projectId = "p1", prompt = $"away {index}", operationId = $"away-{index}" })));
        answers.Select(answer => answer.Status).Distinct().Should().Equal(503);
        answers.Should().OnlyContain(answer => answer.Headers.RetryAfter != null);
        (await admin.GetAsync("/api/projects/p1")).Status.Should().Be(503);

        await postgres.StartAgainAsync();
        var after = await Eventually.Get("updates are accepted again", () => signed.Update(new { projectId = "p1", prompt = "after", operationId = "op" }), answer => answer.Status == 200);
        after.Value("buildId").Should().Be(before.Value("buildId"));
        await Eventually.BeTrue("new updates too", async () => (await signed.Update(new { projectId = "p1", prompt = "new" })).Status == 200);
    }
}
