namespace GrainJobs.Http;

/// <summary>Finds files of the repository from where the tests run.</summary>
internal static class Repository
{
    internal static string File(string path)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !System.IO.File.Exists(Path.Combine(folder.FullName, "GrainJobs.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder?.FullName ?? throw new InvalidOperationException("The tests run outside the repository."), path);
    }
}
