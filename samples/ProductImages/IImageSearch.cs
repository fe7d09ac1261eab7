namespace GrainJobs.ProductImages;

/// <summary>Finds pictures by words. The sample looks into a folder; a shop would ask a search engine.</summary>
public interface IImageSearch
{
    /// <summary>The best first.</summary>
    Task<IReadOnlyList<FoundImage>> Search(string words, int most, CancellationToken stop);
}
