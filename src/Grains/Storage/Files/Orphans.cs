namespace GrainJobs.Files;

/// <summary>Files that nothing refers to: their upload was acknowledged to nobody, because the process died before the row was written.</summary>
internal static class Orphans
{
    private const int BatchSize = 500;

    /// <summary>
    /// Removes the old files that every owner disowns; answers how many. Young ones stay: their row may be on its way. An owner that
    /// can't answer throws, and nothing of that batch is removed.
    /// </summary>
    internal static async Task<int> Sweep(
        IFileStore store, IReadOnlyList<Func<string[], Task<IReadOnlyList<string>>>> owners, DateTimeOffset before, CancellationToken stop)
    {
        var swept = 0;
        await foreach (var batch in store.List(stop).Where(file => file.SavedAt < before).Chunk(BatchSize).WithCancellation(stop))
        {
            string[] unused = [.. batch.Select(file => file.Id.Value)];
            foreach (var owner in owners)
            {
                unused = [.. await owner(unused)];
            }

            foreach (var file in batch.Where(file => unused.Contains(file.Id.Value)))
            {
                await store.Delete(file.Id, stop);
                swept++;
            }
        }

        return swept;
    }
}
