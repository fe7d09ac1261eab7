using GrainJobs.Http;
using GrainJobs.Jobs;

namespace GrainJobs.Projects;

/// <summary>Projects through the .NET client and a real server.</summary>
public sealed class ProjectsClientTests(EmbeddedGateway gateway) : IClassFixture<EmbeddedGateway>
{
    private ProjectsClient Projects => gateway.Client.Projects;

    [Fact]
    public async Task A_project_is_created_changed_and_listed()
    {
        await Projects.PutAsync("p-list", "first", "react");
        ProjectSnapshot changed = await Projects.PutAsync("p-list", "second");

        (changed.Name, changed.Framework).Should().Be(("second", "react"));
        (await Projects.GetAsync("p-list")).Should().Be(changed);
        (await Projects.ListAsync()).Projects.Should().Contain(project => project.Id == "p-list");
        (await Projects.BuildsAsync("p-list")).Builds.Should().BeEmpty();
    }

    [Fact]
    public async Task A_signed_update_is_taken_once_for_its_operation()
    {
        await Projects.PutAsync("p-signed");
        ProjectRequest request = new("p-signed", "a page about bees") { OperationId = "op-1", Framework = "vue" };

        ProjectUpdateAccepted first = await Projects.UpdateAsync(request, EmbeddedGateway.SigningSecret);
        ProjectUpdateAccepted again = await Projects.UpdateAsync(request, EmbeddedGateway.SigningSecret);
        ProjectUpdateAccepted other = await Projects.UpdateAsync(request with { OperationId = null }, EmbeddedGateway.SigningSecret);

        again.BuildId.Should().Be(first.BuildId).And.NotBe(other.BuildId);
        (await Projects.BuildsAsync("p-signed")).Builds.Should().HaveCount(2);
    }

    [Fact]
    public async Task An_update_signed_with_another_secret_is_refused()
    {
        GatewayException refusal = (await FluentActions.Awaiting(() => Projects.UpdateAsync(new ProjectRequest("p-signed", "x"), "another secret"))
            .Should().ThrowAsync<GatewayException>()).Which;

        (refusal.Status, refusal.Code).Should().Be((403, "INVALID_SIGNATURE"));
    }
}
