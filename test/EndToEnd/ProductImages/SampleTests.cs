using GrainJobs.Http;
using GrainJobs.Processes;
using GrainJobs.Time;

namespace GrainJobs.ProductImages;

/// <summary>The sample over HTTP, as a first-time user of the embedded server meets it.</summary>
public sealed class SampleTests : IAsyncLifetime
{
    private const string Orders = "/samples/product-images/orders";

    private readonly ScratchFolder folder = new();
    private ServerProcess server = null!;
    private HttpCaller admin = null!;

    public async Task InitializeAsync()
    {
        server = await ServerProcess.Gateway("gateway", new() { DataFolder = folder.Path }).ReadyAsync();
        admin = server.Caller();
    }

    public async Task DisposeAsync()
    {
        admin.Dispose();
        await server.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task An_order_gets_its_images_and_its_job_says_so()
    {
        (await admin.PostAsync(Orders, new { merchantId = "m1", purchaseOrderId = "po1", drafts = new[] { "red chair", "a thing nobody drew" } })).Expect(201);

        var job = await Ended("product-images:po1");
        job.Value("status").Should().Be("completed");
        job.Value("result.done").Should().Be("1");
        job.Value("result.nothingFound").Should().Be("1");
        var order = (await admin.GetAsync($"{Orders}/po1")).Expect(200);
        order["drafts"]![0]!["images"]!.AsArray().Should().HaveCount(3);
        order.Value("reviewSessions").Should().Be("1");
    }

    [Fact]
    public async Task An_order_that_is_gone_before_its_job_is_a_skip_that_is_counted()
    {
        (await admin.PostAsync(Orders, new { merchantId = "m1", purchaseOrderId = "po2", drafts = new[] { "red chair" }, enqueue = false })).Expect(201);
        (await admin.DeleteAsync($"{Orders}/po2")).Expect(204);
        (await admin.PostAsync("/api/jobs", new { jobId = "late", jobType = "product-images", payload = new { purchaseOrderId = "po2", merchantId = "m1" } })).Expect(201);

        var job = await Ended("late");
        job.Value("status").Should().Be("completed");
        job.Value("skipped").Should().Be("true");
        job.Value("reason").Should().Contain("purchase order");
        var counts = (await admin.GetAsync("/api/stats/jobs")).Expect(200)["types"]!.AsArray().Single(type => type!["jobType"]!.ToString() == "product-images")!;
        counts["skipped"]!.GetValue<long>().Should().BePositive();
        counts["failed"]!.GetValue<long>().Should().Be(0);
    }

    [Theory]
    [InlineData("""{"purchaseOrderId":{"id":"po1"},"merchantId":"m1"}""")]
    [InlineData("""{"purchaseOrderId":"po1","merchantId":"m1","drafts":[{"title":"red chair"}]}""")]
    public async Task A_payload_with_rows_in_it_is_refused_when_it_is_submitted(string payload) =>
        (await admin.PostAsync("/api/jobs", $$"""{"jobType":"product-images","payload":{{payload}}}""")).Expect(400).Value("error").Should().Contain("payload");

    [Fact]
    public async Task One_setting_runs_it_inside_the_submitting_call()
    {
        using var other = new ScratchFolder();
        await using var inline = await ServerProcess.Gateway("inline", new()
        {
            DataFolder = other.Path,
            Settings = new Dictionary<string, string?> { ["Samples__ProductImages__Inline"] = "true" },
        }).ReadyAsync();
        using var caller = inline.Caller();
        var created = (await caller.PostAsync(Orders, new { merchantId = "m1", purchaseOrderId = "po1", drafts = new[] { "red chair" } })).Expect(201);
        created["drafts"]![0]!["images"]!.AsArray().Should().HaveCount(3, "the job has ended when its submission is answered");
    }

    private Task<Answer> Ended(string job) =>
        Eventually.Get($"job {job} has ended", () => admin.GetAsync($"/api/jobs/{job}"), answer => answer.Value("status") is "completed" or "error");
}
