using System.Globalization;
using System.Text;

namespace GrainJobs.Processes;

/// <summary>
/// All processes of one build: those of its session, their descendants, and those that carry its mark in their environment although they
/// left the session, as daemons do.
/// </summary>
internal sealed class ProcessFamily(string mark, TimeProvider time)
{
    /// <summary>The variable that carries the mark.</summary>
    internal const string Variable = "GRAINJOBS_RUN";

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan KillLimit = TimeSpan.FromSeconds(10);
    private readonly byte[] marked = Encoding.UTF8.GetBytes($"{Variable}={mark}");
    private readonly byte[] next = Encoding.UTF8.GetBytes($"\0{Variable}={mark}");

    /// <summary>The session's id, which is the id of its first process; 0 before there is one.</summary>
    internal int Session { get; set; }

    /// <summary>Those that live now.</summary>
    internal IReadOnlyList<ProcessRow> Living() => Members(All());

    /// <summary>
    /// Ends all of them: asks first when <paramref name="grace"/> is more than nothing, then kills until none is left. False when some
    /// survived, which only the kernel can explain.
    /// </summary>
    internal async Task<bool> EndAsync(TimeSpan grace)
    {
        if (grace > TimeSpan.Zero && Signal(Posix.SigTerm))
        {
            await EmptyAsync(grace, () => false);
        }

        return await EmptyAsync(KillLimit, () => Signal(Posix.SigKill));
    }

    /// <summary>Kills what lives at this moment, without waiting.</summary>
    internal bool Signal(int signal)
    {
        // The group first: in one step, so that nobody forks away meanwhile.
        _ = Session > 1 && Posix.Send(-Session, signal);
        IReadOnlyList<ProcessRow> living = Living();
        foreach (ProcessRow row in living)
        {
            Posix.Send(row.Id, signal);
        }

        return living.Count > 0;
    }

    private async Task<bool> EmptyAsync(TimeSpan limit, Func<bool> push)
    {
        long began = time.GetTimestamp();
        while (push() || Living().Count > 0)
        {
            if (time.GetElapsedTime(began) > limit)
            {
                return false;
            }

            await Task.Delay(Look, time);
        }

        return true;
    }

    private List<ProcessRow> Members(List<ProcessRow> all)
    {
        HashSet<int> known = [.. all.Where(row => Session > 1 && row.Session == Session).Select(row => row.Id)];
        known.UnionWith(all.Where(row => !known.Contains(row.Id) && IsMarked(row.Id)).Select(row => row.Id));
        for (int before = -1; before != known.Count;)
        {
            before = known.Count;
            known.UnionWith(all.Where(row => known.Contains(row.Parent)).Select(row => row.Id));
        }

        known.Remove(Environment.ProcessId);
        return [.. all.Where(row => known.Contains(row.Id) && !row.IsDead)];
    }

    private bool IsMarked(int id)
    {
        ReadOnlySpan<byte> environment = Read($"/proc/{id}/environ");
        return environment.StartsWith(marked) || environment.IndexOf(next) >= 0;
    }

    private static List<ProcessRow> All() => [.. Directory.EnumerateDirectories("/proc")
        .Where(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out _))
        .Select(folder => ProcessRow.Parse(Encoding.UTF8.GetString(Read(folder + "/stat"))))
        .OfType<ProcessRow>()];

    // Empty for a process that ended meanwhile, or belongs to somebody else.
    private static byte[] Read(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
