using System.IO.Compression;
using System.Text;

namespace GrainJobs.Builds;

/// <summary>Sources for agents, honest and otherwise.</summary>
internal static class SourceZip
{
    /// <summary>A zip of these files; the path again.</summary>
    public static string Write(string path, params (string Name, string Content)[] files)
    {
        using ZipArchive zip = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach ((string name, string content) in files)
        {
            Add(zip, name, content);
        }

        return path;
    }

    public static void Add(ZipArchive zip, string name, string content, int mode = 0)
    {
        ZipArchiveEntry entry = zip.CreateEntry(name);
        entry.ExternalAttributes = mode << 16;
        using Stream stream = entry.Open();
        stream.Write(Encoding.UTF8.GetBytes(content));
    }

    /// <summary>A zip with so many bytes of noise that nothing can be packed smaller.</summary>
    public static string Large(string path, int megabytes, string plan)
    {
        using ZipArchive zip = ZipFile.Open(path, ZipArchiveMode.Create);
        Add(zip, "grainjobs.json", plan);
        Random random = new(1);
        byte[] block = new byte[1024 * 1024];
        using Stream stream = zip.CreateEntry("noise.bin", CompressionLevel.NoCompression).Open();
        for (int i = 0; i < megabytes; i++)
        {
            random.NextBytes(block);
            stream.Write(block);
        }

        return path;
    }
}
