using System.Globalization;
using GrainJobs.Http;
using GrainJobs.Silos;

namespace GrainJobs.Jobs;

/// <summary>Lists of jobs, of a job's events, of what became of each type.</summary>
internal static class JobLists
{
    private const string JobsCursor = "jobs";
    private const string EventsCursor = "events";

    internal static async Task<Answer> List(HttpContext context, IGrainFactory grains, CursorCodec cursors)
    {
        var query = new QueryFields(context);
        var filter = new JobFilter
        {
            Queue = query.Text("queue"),
            Type = query.Text("type"),
            Status = query.Word<JobStatus>("status"),
            Tag = query.Text("tag"),
            Limit = query.Limit(),
            After = Place(query, cursors),
        };
        if (query.Refusal is { } refusal)
        {
            return Problem.Of(refusal);
        }

        var found = await grains.JobDesk().Search(filter);
        var next = found.Next is { } place ? cursors.Encode(JobsCursor, place.CreatedAt.ToString("O", CultureInfo.InvariantCulture), place.Id) : null;
        JobView[] shown = [.. found.Jobs.Where(job => !HiddenJobs.IsHidden(job.Id.Value)).Select(JobView.Of)];
        return Answer.Ok(new JobPage(shown, next), JobJson.Default.JobPage);
    }

    internal static async Task<Answer> Events(string id, HttpContext context, IGrainFactory grains, JobReads reads, CursorCodec cursors)
    {
        var query = new QueryFields(context);
        var limit = query.Limit(QueryFields.LargestLimit);
        var after = query.Cursor(cursors, EventsCursor) is [var seq] ? int.Parse(seq, CultureInfo.InvariantCulture) : (int)(query.Number("after", 0, int.MaxValue) ?? 0);
        if (query.Refusal is { } refusal)
        {
            return Problem.Of(refusal);
        }

        if (await reads.Find(id) is not { } job)
        {
            return JobAnswers.NotFound();
        }

        var events = await grains.JobDesk().Events(job.Id, after, limit);
        var next = events.Length < limit ? null : cursors.Encode(EventsCursor, events[^1].Seq.ToString(CultureInfo.InvariantCulture));
        EventView[] shown = [.. events.Select(each => new EventView(each.Seq, each.Type, each.At, new(each.Data ?? "{}")))];
        return Answer.Ok(new EventPage(shown, next), JobJson.Default.EventPage);
    }

    internal static async Task<Answer> Counts(HttpContext context, IGrainFactory grains)
    {
        var counts = await grains.JobDesk().CountsByType();
        return Answer.Ok(new TypeCountsView([.. counts.Select(Count)]), JobJson.Default.TypeCountsView);
    }

    private static TypeCountView Count(TypeCount count)
    {
        var good = count.Completed + count.Skipped;
        var ended = good + count.Failed;
        return new(
            count.JobType, count.Completed, count.Skipped, count.Failed, count.Cancelled, count.Retried, count.Unfinished,
            ended == 0 ? null : Math.Round((double)good / ended, 4));
    }

    private static JobCursor? Place(QueryFields query, CursorCodec cursors) =>
        query.Cursor(cursors, JobsCursor) is [var at, var id] ? new(DateTimeOffset.Parse(at, CultureInfo.InvariantCulture), id) : null;
}
