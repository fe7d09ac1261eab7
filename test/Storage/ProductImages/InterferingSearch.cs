namespace GrainJobs.ProductImages;

/// <summary>A search during which something happens.</summary>
internal sealed class InterferingSearch(Func<string, CancellationToken, Task> happen) : IImageSearch
{
    public async Task<IReadOnlyList<FoundImage>> Search(string words, int most, CancellationToken stop)
    {
        await happen(words, stop);
        return await ImageWorld.Folder.Search(words, most, stop);
    }
}
