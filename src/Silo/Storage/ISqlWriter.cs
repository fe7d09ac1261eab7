namespace GrainJobs.Storage;

/// <summary>Writes of low volume that go beside the group commit, each call one transaction.</summary>
internal interface ISqlWriter
{
    /// <summary>All of it, or nothing: false when a guarded statement found no row.</summary>
    /// <exception cref="BadRowException">The database refuses the content.</exception>
    /// <exception cref="StorageUnavailableException">Not confirmed; the outcome may be unknown.</exception>
    Task<bool> Write(params IReadOnlyList<SqlChange> changes);
}
