using GrainJobs.Http;
using GrainJobs.Jobs;
using GrainJobs.Processes;

namespace GrainJobs.Files;

/// <summary>Files through the .NET client and a real server.</summary>
public sealed class FilesClientTests(EmbeddedGateway gateway) : IClassFixture<EmbeddedGateway>
{
    [Fact]
    public async Task A_processed_file_ends_its_tracked_job_and_a_repeat_under_its_key_is_the_same()
    {
        using ScratchFolder folder = new();
        await File.WriteAllTextAsync(folder.File("note.txt"), "some words to count\n");
        JobSnapshot job = await gateway.Client.Jobs.SubmitAsync(new NewJob { JobType = "file_processing" });
        NewFile file = new(folder.File("note.txt"), "document") { ParentId = "p1", JobId = job.JobId };

        FileOutcome first = await gateway.Client.Files.ProcessAsync(file, "key-" + job.JobId);
        FileOutcome again = await gateway.Client.Files.ProcessAsync(file, "key-" + job.JobId);

        first.Should().Match<FileOutcome>(outcome => outcome.Success && outcome.JobId == job.JobId);
        again.DocumentId.Should().Be(first.DocumentId);
        (await gateway.Client.Jobs.GetAsync(job.JobId)).Should().Match<JobSnapshot>(done => done.Status == "completed" && done.Progress == 100);
    }

    [Fact]
    public async Task A_file_without_a_parent_is_refused()
    {
        using ScratchFolder folder = new();
        await File.WriteAllTextAsync(folder.File("note.txt"), "x");

        GatewayException refusal = (await FluentActions.Awaiting(() => gateway.Client.Files.ProcessAsync(new NewFile(folder.File("note.txt"), "document")))
            .Should().ThrowAsync<GatewayException>()).Which;

        refusal.Status.Should().Be(400);
        refusal.Message.Should().StartWith("Missing parent reference");
    }
}
