using Microsoft.Extensions.Options;

namespace GrainJobs.ProductImages;

/// <summary>Searches the names of the files of one folder: the more words of the text a name has, the better.</summary>
internal sealed class FolderImageSearch(IOptions<ProductImageOptions> options) : IImageSearch
{
    private static readonly char[] Separators = [' ', '-', '_', '.', ','];

    private string Folder => options.Value.Folder ?? Path.Combine(AppContext.BaseDirectory, "product-images");

    public async Task<IReadOnlyList<FoundImage>> Search(string words, int most, CancellationToken stop)
    {
        if (!Directory.Exists(Folder))
        {
            throw new DirectoryNotFoundException($"The folder of pictures {Folder} does not exist; set Samples__ProductImages__Folder");
        }

        var wanted = Words(words);
        var best = Directory.EnumerateFiles(Folder)
            .Select(file => (File: file, Hits: Words(Path.GetFileNameWithoutExtension(file)).Count(wanted.Contains)))
            .Where(found => found.Hits > 0)
            .OrderByDescending(found => found.Hits)
            .ThenBy(found => found.File, StringComparer.Ordinal)
            .Take(most);
        var images = new List<FoundImage>();
        foreach (var (file, _) in best)
        {
            images.Add(new(Path.GetFileName(file), await File.ReadAllBytesAsync(file, stop)));
        }

        return images;
    }

    private static HashSet<string> Words(string text) =>
        text.Split(Separators, StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.OrdinalIgnoreCase);
}
