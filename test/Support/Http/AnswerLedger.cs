using System.Collections.Concurrent;

namespace GrainJobs.Http;

/// <summary>Every answer that some callers got, in any number of threads: what a user of the service would have seen of a fault.</summary>
public sealed class AnswerLedger
{
    private readonly ConcurrentQueue<NotedAnswer> answers = new();

    public IReadOnlyCollection<NotedAnswer> Answers => answers;

    /// <summary>How many of each status; 0 counts calls that were never answered.</summary>
    public IReadOnlyDictionary<int, int> Counts => answers.CountBy(answer => answer.Status).ToDictionary();

    /// <summary>The calls that got nothing: the connection was refused or cut, or the caller's patience ended.</summary>
    public IEnumerable<NotedAnswer> Unanswered => answers.Where(answer => answer.Status == 0);

    /// <summary>One line for a report: how often each status came.</summary>
    public string Summary() => string.Join(", ", Counts.OrderBy(count => count.Key).Select(count => $"{(count.Key == 0 ? "none" : count.Key)}: {count.Value}"));

    /// <summary>Forgets what came before the fault.</summary>
    public void Clear() => answers.Clear();

    internal void Note(NotedAnswer answer) => answers.Enqueue(answer);
}
