using System.Text.Json;
using GrainJobs.Workers;

namespace GrainJobs.Builds;

/// <summary>What a run is about, on disk, so that a later agent can hand its build back.</summary>
internal sealed record RunRecord(PolledBuild Build)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Null when the run did not get so far.</summary>
    internal static RunRecord? Read(string path) => File.Exists(path) ? JsonSerializer.Deserialize(File.ReadAllText(path), RunRecordJson.Default.RunRecord) : null;

    internal void Write(string path)
    {
        using FileStream file = new(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly });
        JsonSerializer.Serialize(file, this, RunRecordJson.Default.RunRecord);
    }
}
