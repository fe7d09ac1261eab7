using static GrainJobs.Projects.ProjectSamples;

namespace GrainJobs.Projects;

public sealed class UpdateLimitTests
{
    [Fact]
    public void The_limit_is_per_user_and_any_hour()
    {
        var limit = new UpdateLimit(2);
        limit.Count("ann", Noon);
        limit.Count("ann", Noon.AddMinutes(30));

        limit.Of("ann", Noon.AddMinutes(31)).Should().Be(new UpdateAllowance(0, Noon.AddHours(1)));
        limit.Of("ann", Noon.AddMinutes(31)).IsUsedUp.Should().BeTrue();
        limit.Of("bob", Noon.AddMinutes(31)).Remaining.Should().Be(2);
        limit.Of("ann", Noon.AddHours(1)).Should().Be(new UpdateAllowance(1, Noon.AddMinutes(90)));
    }

    [Fact]
    public void Zero_is_no_limit()
    {
        var limit = new UpdateLimit(0);
        limit.Count("ann", Noon);
        limit.Of("ann", Noon).Should().Be(new UpdateAllowance(null, null));
        limit.Of("ann", Noon).IsUsedUp.Should().BeFalse();
    }
}
