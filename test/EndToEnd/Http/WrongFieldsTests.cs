using System.Text;
using GrainJobs.Jobs;

namespace GrainJobs.Http;

/// <summary>Whoever sends a wrong body hears once, and of everything: of what could not be read and of what a rule forbids.</summary>
public sealed class WrongFieldsTests(EmbeddedGateway gateway) : IClassFixture<EmbeddedGateway>
{
    [Theory]
    [InlineData(
        "POST", "/api/jobs",
        """{"jobId":"a b","priority":"7","maxAttempts":0,"tags":["", 5],"stages":[{"payload":1},{"jobType":"/"}],"nope":1,"dependsOn":["nobody"],"callbackUrl":"ftp://x"}""",
        "jobId priority maxAttempts tags tags[1] stages[0].jobType stages[1].jobType nope dependsOn callbackUrl")]
    [InlineData("POST", "/api/jobs", """{"message":"a\u0000","delay":-1,"timeout":"x"}""", "message delay timeout")]
    [InlineData("POST", "/api/jobs", """{"jobId":"internal:x","delay":-1,"timeout":"x"}""", "jobId delay timeout")]
    [InlineData("POST", "/api/jobs", """{"dependsOn":["nobody"],"delay":-1}""", "dependsOn delay")]
    [InlineData("POST", "/api/jobs", """{"tags":[null],"stages":[null],"delay":-1}""", "tags[0] stages[0] delay")]
    [InlineData("PATCH", "/api/jobs/some", """{"progress":101,"message":5,"status":"nearly"}""", "progress message status")]
    [InlineData("POST", "/api/queues/%5C/lease", """{"workerId":7,"max":0,"wait":31}""", "queue workerId max wait")]
    [InlineData("POST", "/api/leases/some/fail", """{"class":"bad","progress":101,"retryAfter":-1}""", "class progress retryAfter error")]
    [InlineData("POST", "/api/workers/w/leases/heartbeat", """{"leases":[{"leaseToken":5,"progress":101},{"progress":"x"},{"leaseToken":null}]}""",
        "leases[0].leaseToken leases[0].progress leases[1].leaseToken leases[1].progress leases[2].leaseToken")]
    [InlineData("POST", "/api/workers/w/leases/heartbeat", """{"leases":null}""", "leases")]
    [InlineData("PUT", "/api/queues/q", """{"maxInFlight":0,"ratePerSecond":"x","more":1}""", "maxInFlight ratePerSecond more")]
    [InlineData("PUT", "/api/projects/a%20b", """{"name":7,"framework":"cobol"}""", "id name framework")]
    [InlineData("POST", "/api/workers/register", """{"id":7,"name":"","capabilities":{"capacity":0,"platforms":[1]}}""", "id name capabilities.capacity capabilities.platforms")]
    [InlineData("POST", "/api/workers/fail", """{"class":"bad","lease_token":5}""", "build_id class lease_token error")]
    [InlineData("POST", "/api/workers/heartbeat", """{"progress":101,"worker_id":5}""", "build_id progress worker_id")]
    [InlineData("POST", "/api/builds/b/logs", """{"logs":[{"level":"loud"},{"level":5,"message":"m"}]}""", "logs[0].level logs[0].message logs[1].level")]
    [InlineData("POST", "/api/builds/b/telemetry", """{"type":"cpu_snapshot","timestamp":"x","data":{"cpu_percent":-1},"worker_id":5}""",
        "timestamp data.cpu_percent data.memory_mb worker_id")]
    public async Task A_wrong_body_is_answered_with_all_its_faults(string method, string path, string body, string fields)
    {
        using HttpCaller caller = gateway.Server.Caller();
        Answer answer = (await caller.SendAsync(new(method), path, new StringContent(body, Encoding.UTF8, "application/json"))).Expect(400);

        answer.Code.Should().Be("invalid_request");
        answer["errors"]!.AsObject().Select(field => field.Key).Should().BeEquivalentTo(fields.Split(' '));
        answer["error"]!.GetValue<string>().Should().ContainAll(fields.Split(' '));
    }

    [Fact]
    public async Task An_item_of_a_bulk_call_tells_all_its_faults()
    {
        using HttpCaller caller = gateway.Server.Caller();
        Answer answer = (await caller.PostAsync("/api/jobs/bulk", """[{"priority":"7","maxAttempts":0,"jobId":"a b"},{"jobId":"fine-in-bulk"}]""")).Expect(200);

        answer["results"]![0]!["error"]!.GetValue<string>().Should().ContainAll("priority", "maxAttempts", "jobId");
        answer["results"]![1]!["outcome"]!.GetValue<string>().Should().Be("created");
    }

    [Fact]
    public async Task A_payload_over_its_limit_beside_another_fault_is_400_with_both()
    {
        using HttpCaller caller = gateway.Server.Caller();
        Answer answer = (await caller.PostAsync("/api/jobs", $$"""{"payload":"{{new string('x', 70_000)}}","priority":"7"}""")).Expect(400);

        answer["errors"]!.AsObject().Select(field => field.Key).Should().BeEquivalentTo("payload", "priority");
    }
}
