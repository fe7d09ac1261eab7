using System.Collections.Immutable;
using System.Globalization;
using GrainJobs.Jobs;

namespace GrainJobs.Storage;

/// <summary>
/// The first events of a job as text in its own row, appended by every write; a row an event would cost more than all else. An event may lie
/// in either place: readers merge by number. Fields end with U+001F, events with U+001E; what has those or is long gets a row.
/// </summary>
internal static class EarlyEvents
{
    /// <summary>Numbers above have rows.</summary>
    internal const int Last = 10;

    private const int LongestData = 240;
    private const char FieldEnd = '\u001F';
    private const char EventEnd = '\u001E';

    internal static bool IsEarly(JobEvent happened) =>
        happened.Seq <= Last && (happened.Data is null || (happened.Data.Length <= LongestData && !happened.Data.AsSpan().ContainsAny(FieldEnd, EventEnd)));

    /// <summary>The early ones of these.</summary>
    internal static string Write(ImmutableArray<JobEvent> events) => events.Length switch
    {
        0 => "",
        1 => WriteOne(events[0]),
        _ => string.Concat(events.Select(WriteOne)),
    };

    private static string WriteOne(JobEvent happened) => IsEarly(happened)
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"{happened.Seq}{FieldEnd}{happened.Type}{FieldEnd}{Instant.ToMicroseconds(happened.At)}{FieldEnd}{happened.Data}{EventEnd}")
        : "";

    internal static IEnumerable<JobEvent> Read(string text) => text.Split(EventEnd, StringSplitOptions.RemoveEmptyEntries).Select(ReadOne);

    private static JobEvent ReadOne(string text)
    {
        string[] fields = text.Split(FieldEnd);
        return new JobEvent(
            int.Parse(fields[0], CultureInfo.InvariantCulture),
            fields[1],
            Instant.FromMicroseconds(long.Parse(fields[2], CultureInfo.InvariantCulture)),
            fields[3].Length == 0 ? null : fields[3]);
    }
}
