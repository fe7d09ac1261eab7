namespace GrainJobs.Jobs;

/// <summary>What holds for every change of a job, whichever rule made it.</summary>
internal static class JobLaws
{
    public static void Check(JobChange change)
    {
        var (before, next) = (change.Before!, change.Next);
        next.Spec.Id.Should().Be(before.Spec.Id);
        next.UpdatedAt.Should().BeOnOrAfter(before.UpdatedAt);
        change.Events.Select(each => each.Seq).Should().Equal(Enumerable.Range(before.LastEvent + 1, change.Events.Length), "events are numbered without gaps");
        next.LastEvent.Should().Be(before.LastEvent + change.Events.Length);
        change.Events.Should().OnlyContain(each => each.At == next.UpdatedAt);
        change.Events.Count(each => each.Type == JobEventType.Finished).Should().Be(next.IsFinished && !before.IsFinished ? 1 : 0);
        (next.FinishedAt is not null).Should().Be(next.IsFinished);
        (next.Lease is not null).Should().Be(next.Status == JobStatus.Processing && !next.IsTracked, "a lease is there exactly while a worker runs it");
        next.Attempt.Should().BeInRange(before.Attempt, before.Attempt + 1);
        (next.Attempt > before.Attempt).Should().Be(before.Status == JobStatus.Queued && next.Lease is not null);
        next.Failures.Should().BeLessThanOrEqualTo(next.Spec.MaxAttempts);
        next.Losses.Should().BeLessThanOrEqualTo(JobLifecycle.ForgivenLosses + 1);
        next.Progress.Should().BeInRange(0, 100);
        if (next.Status == JobStatus.Processing && before.Status == JobStatus.Processing)
        {
            next.Progress.Should().BeGreaterThanOrEqualTo(before.Progress);
        }

        CheckEnd(before, next);
    }

    private static void CheckEnd(Job before, Job next)
    {
        if (before.IsFinished)
        {
            (next with { CallbackDue = before.CallbackDue }).Should().Be(before, "a terminal state is never left or edited");
        }
        else
        {
            next.Version.Should().Be(before.Version + 1);
            next.CallbackDue.Should().Be(next.IsFinished && next.Spec.CallbackUrl is not null);
        }

        if (next.IsFinished && next.Status != JobStatus.Cancelled && before.CancelRequestedAt is not null && !before.IsFinished)
        {
            next.Status.Should().Be(JobStatus.Completed, "after an acknowledged cancellation it ends cancelled, or completed if the result won");
        }
    }
}
