using System.Diagnostics;
using System.IO.Compression;

namespace GrainJobs.Builds;

/// <summary>Submits a source to be built by an agent, follows the log, fetches the artifact and runs it.</summary>
internal sealed class BuildTour(GrainJobsClient client)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    internal async Task<bool> RunAsync(DirectoryInfo source, DirectoryInfo output, CancellationToken stop)
    {
        Console.WriteLine($"building {source.Name}");
        output.Create();
        string zip = Path.Combine(output.FullName, "source.zip");
        await PackAsync(source, zip, stop);
        BuildAccepted build = await client.Builds.SubmitAsync(new NewBuild { Platform = "linux", SourceFile = zip }, stop: stop);
        await foreach (BuildLogEntry line in client.Builds.FollowLogsAsync(build.Id, Limit, stop))
        {
            Console.WriteLine($"  {line.Level,-5} {line.Message}");
        }

        BuildSnapshot done = await client.Builds.GetAsync(build.Id, stop);
        Console.WriteLine($"  build {build.Id} {done.Status} {done.ErrorMessage}");
        return done.Status == "completed" && await RunArtifactAsync(build.Id, output, stop);
    }

    private static async Task PackAsync(DirectoryInfo source, string zip, CancellationToken stop)
    {
        await using FileStream file = File.Create(zip);
        await using ZipArchive archive = await ZipArchive.CreateAsync(file, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, stop);
        foreach (FileInfo part in source.EnumerateFiles("*", SearchOption.AllDirectories).Where(IsSource))
        {
            await archive.CreateEntryFromFileAsync(part.FullName, Path.GetRelativePath(source.FullName, part.FullName), stop);
        }
    }

    private static bool IsSource(FileInfo file) => !file.FullName.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj");

    private async Task<bool> RunArtifactAsync(string buildId, DirectoryInfo output, CancellationToken stop)
    {
        string zip = Path.Combine(output.FullName, "result.zip");
        string folder = Path.Combine(output.FullName, buildId);
        await client.Builds.DownloadAsync(buildId, zip, stop: stop);
        await ZipFile.ExtractToDirectoryAsync(zip, folder, overwriteFiles: true, stop);
        string? runnable = Directory.EnumerateFiles(folder, "*.runtimeconfig.json", SearchOption.AllDirectories).FirstOrDefault();
        if (runnable is null)
        {
            Console.WriteLine($"  the artifact in {folder} holds no .NET program to run");
            return false;
        }

        string program = runnable.Replace(".runtimeconfig.json", ".dll", StringComparison.Ordinal);
        Console.WriteLine($"running {program}");
        using Process run = Process.Start("dotnet", ["exec", program, Environment.UserName]);
        await run.WaitForExitAsync(stop);
        return run.ExitCode == 0;
    }
}
