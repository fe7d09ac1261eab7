namespace GrainJobs.Jobs;

public sealed class RecentJobsTests
{
    private static readonly DateTimeOffset Noon = JobStates.Now;

    [Fact]
    public void A_job_is_found_as_it_was_kept_last_until_it_ends()
    {
        var recent = new RecentJobs();
        recent.Keep(Queued("a", Noon));
        recent.Keep(Running("a", Noon.AddSeconds(1)));
        recent.Find(new("a"))!.Status.Should().Be(JobStatus.Processing);

        recent.Keep(Running("a", Noon) with { Status = JobStatus.Completed });
        recent.Find(new("a")).Should().BeNull();
        recent.Keep(Queued("tracked", Noon) with { Spec = JobStates.Spec with { Id = new("tracked"), Tracked = true } });
        recent.Count.Should().Be(0);
    }

    [Fact]
    public void When_it_is_full_those_that_came_first_stay()
    {
        var recent = Full();

        recent.Keep(Queued("late", Noon.AddSeconds(30)));

        recent.Find(new("late")).Should().BeNull();
        recent.Find(new("job-0")).Should().NotBeNull();
        recent.Count.Should().Be(RecentJobs.Most);
    }

    [Fact]
    public void A_job_that_ended_leaves_its_place_to_the_next_wherever_it_stood()
    {
        var recent = Full();

        recent.Forget(new("job-40000"));
        recent.Keep(Queued("late", Noon));

        recent.Find(new("late")).Should().NotBeNull();
        recent.Find(new("job-0")).Should().NotBeNull();
    }

    [Fact]
    public void A_job_that_runs_is_kept_whoever_has_to_go()
    {
        var recent = Full();

        recent.Keep(Running("running", Noon));

        recent.Find(new("running")).Should().NotBeNull();
        recent.Find(new("job-0")).Should().BeNull();
        recent.Count.Should().Be(RecentJobs.Most);
    }

    [Fact]
    public void What_was_kept_for_a_minute_makes_room()
    {
        var recent = Full();

        recent.Keep(Queued("late", Noon.AddMinutes(1)));

        recent.Find(new("late")).Should().NotBeNull();
        recent.Find(new("job-0")).Should().BeNull();
    }

    [Fact]
    public void One_that_stays_first_does_not_make_it_grow()
    {
        var recent = new RecentJobs();
        recent.Keep(Queued("first", Noon));
        for (var number = 0; number < 3 * RecentJobs.Most; number++)
        {
            recent.Keep(Queued("passing", Noon));
            recent.Forget(new("passing"));
        }

        recent.Find(new("first")).Should().BeNull("the order of those that are gone is bounded, too");
        recent.Count.Should().Be(0);
    }

    [Fact]
    public void Many_at_once_leave_it_consistent()
    {
        var recent = new RecentJobs();
        Parallel.For(0, 200_000, number =>
        {
            recent.Keep(Queued($"job-{number % 70_000}", Noon.AddSeconds(number / 1_000)));
            if (number % 3 == 0)
            {
                recent.Forget(new($"job-{number % 70_000}"));
            }
        });

        var found = Enumerable.Range(0, 70_000).Count(number => recent.Find(new($"job-{number}")) is not null);
        recent.Count.Should().Be(found).And.BeLessThanOrEqualTo(RecentJobs.Most);
    }

    private static RecentJobs Full()
    {
        var recent = new RecentJobs();
        for (var number = 0; number < RecentJobs.Most; number++)
        {
            recent.Keep(Queued($"job-{number}", Noon));
        }

        recent.Count.Should().Be(RecentJobs.Most);
        return recent;
    }

    private static Job Queued(string id, DateTimeOffset at) => JobStates.Queued() with { Spec = JobStates.Spec with { Id = new(id) }, UpdatedAt = at };

    private static Job Running(string id, DateTimeOffset at) => JobStates.Running() with { Spec = JobStates.Spec with { Id = new(id) }, UpdatedAt = at };
}
