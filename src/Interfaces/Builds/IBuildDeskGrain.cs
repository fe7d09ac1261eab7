namespace GrainJobs.Builds;

/// <summary>Submissions, and reads of committed rows: answered by the nearest silo without waking a build. Key 0. Any number may run at once.</summary>
[Alias("gj.IBuildDeskGrain")]
public interface IBuildDeskGrain : IGrainWithIntegerKey
{
    /// <summary>A fresh id.</summary>
    [Alias("NewId")]
    Task<BuildId> NewId();

    /// <summary>Creates a build whose files are stored already; in line at once when its source is given. An existing id answers the existing build.</summary>
    [Alias("Submit")]
    Task<Result<Build>> Submit(BuildSpec spec, BuildFile? source);

    /// <summary>The build as committed; null when there is none.</summary>
    [Alias("Find")]
    Task<Build?> Find(BuildId id);

    [Alias("List")]
    Task<BuildPage> List(BuildFilter filter);

    [Alias("Counts")]
    Task<BuildCounts> Counts();

    /// <summary>Log lines after a number, oldest first.</summary>
    [Alias("Logs")]
    Task<BuildLogLine[]> Logs(BuildId id, long after, int limit);

    /// <summary>Those of the file ids that no build names.</summary>
    [Alias("UnusedFiles")]
    Task<string[]> UnusedFiles(string[] fileIds);
}
