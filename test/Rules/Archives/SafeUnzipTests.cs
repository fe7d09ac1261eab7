using System.IO.Compression;
using System.Runtime.Versioning;
using System.Text;

namespace GrainJobs.Archives;

[SupportedOSPlatform("linux")]
public sealed class SafeUnzipTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("grainjobs-unzip-").FullName;

    private string Zip => Path.Combine(folder, "source.zip");

    private string Target => Path.Combine(folder, "a", "target");

    [Fact]
    public void Files_folders_and_the_right_to_run_survive()
    {
        Write(zip =>
        {
            Add(zip, "src/main.txt", "hello");
            Add(zip, "run.sh", "#!/bin/sh", 0x81ED);
            Add(zip, "set-uid", "x", 0x89ED);
            zip.CreateEntry("empty/");
        });

        Unpack();

        File.ReadAllText(Path.Combine(Target, "src/main.txt")).Should().Be("hello");
        File.GetUnixFileMode(Path.Combine(Target, "run.sh")).Should().HaveFlag(UnixFileMode.UserExecute);
        File.GetUnixFileMode(Path.Combine(Target, "set-uid")).Should().NotHaveFlag(UnixFileMode.SetUser);
        Directory.Exists(Path.Combine(Target, "empty")).Should().BeTrue();
    }

    [Theory]
    [InlineData("../out.txt")]
    [InlineData("..\\out.txt")]
    [InlineData("src/../../out.txt")]
    [InlineData("src\\..\\..\\out.txt")]
    [InlineData("/out.txt")]
    [InlineData("\\out.txt")]
    [InlineData("C:\\out.txt")]
    [InlineData("src/na\u0001me")]
    public void A_name_that_leads_elsewhere_is_refused_and_nothing_is_left(string name)
    {
        Write(zip =>
        {
            Add(zip, "good.txt", "good");
            Add(zip, name, "bad");
        });

        RefusedWith("name");
    }

    [Theory]
    [InlineData(0xA1FF)]
    [InlineData(0x61B6)]
    [InlineData(0x21B6)]
    [InlineData(0x11B6)]
    [InlineData(0xC1B6)]
    public void Links_devices_pipes_and_sockets_are_refused(int mode)
    {
        Write(zip => Add(zip, "link", "../../etc/passwd", mode));

        RefusedWith("link or a device");
    }

    [Fact]
    public void A_bomb_is_stopped_by_what_it_unpacks_to_and_not_by_what_it_says()
    {
        Write(zip => Add(zip, "zeros", new string('\0', 20_000_000)));

        RefusedWith("100 times its size");
    }

    [Fact]
    public void A_source_that_unpacks_to_too_much_is_refused()
    {
        Write(zip => Add(zip, "noise", Noise(300_000)));

        RefusedWith("more than 200000 bytes", new ArchiveLimits { TotalBytes = 200_000 });
    }

    [Fact]
    public void Too_many_entries_are_refused()
    {
        Write(zip => Enumerable.Range(0, 11).ToList().ForEach(i => Add(zip, $"f{i}", "x")));

        RefusedWith("11 entries; 10 are allowed", new ArchiveLimits { Entries = 10 });
    }

    [Fact]
    public void A_list_of_entries_too_long_to_hold_in_memory_is_refused_before_it_is_read()
    {
        Write(zip => Enumerable.Range(0, 100).ToList().ForEach(i => Add(zip, $"f{i}", "x")));

        RefusedWith("list of entries", new ArchiveLimits { DirectoryBytes = 1000 });
    }

    [Fact]
    public void Folders_too_deep_are_refused()
    {
        Write(zip => Add(zip, string.Join('/', Enumerable.Repeat("d", 70)), "x"));

        RefusedWith("64 folders deep");
    }

    [Theory]
    [InlineData("a", "a")]
    [InlineData("a/b", "a\\b")]
    [InlineData("a", "a/b")]
    public void Two_entries_that_can_not_both_exist_are_refused(string first, string second)
    {
        Write(zip =>
        {
            Add(zip, first, "1");
            Add(zip, second, "2");
        });

        RefusedWith("archive has");
    }

    [Theory]
    [InlineData("")]
    [InlineData("this is no archive")]
    [InlineData("PK\u0003\u0004 cut short")]
    public void What_is_no_archive_is_refused(string content)
    {
        File.WriteAllText(Zip, content);

        RefusedWith("not a zip archive");
    }

    [Fact]
    public void An_archive_cut_anywhere_is_refused_and_never_half_unpacked()
    {
        Write(zip => Add(zip, "noise", Noise(2_000)));
        byte[] whole = File.ReadAllBytes(Zip);

        foreach (int length in Enumerable.Range(0, whole.Length).Where(length => length % 37 == 0))
        {
            File.WriteAllBytes(Zip, whole[..length]);
            RefusedWith("archive");
        }
    }

    [Fact]
    public void An_archive_with_any_byte_changed_is_unpacked_inside_or_refused()
    {
        Write(zip => Add(zip, "src/a.txt", Noise(300)));
        byte[] whole = File.ReadAllBytes(Zip);

        foreach (int at in Enumerable.Range(0, whole.Length))
        {
            byte[] changed = [.. whole];
            changed[at] ^= 0xFF;
            File.WriteAllBytes(Zip, changed);
            Try();
            Directory.GetFileSystemEntries(folder).Should().OnlyContain(entry => entry == Zip || entry == Path.Combine(folder, "a"));
        }
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private void Try()
    {
        try
        {
            Unpack();
            Directory.Delete(Target, recursive: true);
        }
        catch (ArchiveRefusedException)
        {
            Directory.Exists(Target).Should().BeFalse();
        }
    }

    private void Unpack(ArchiveLimits? limits = null) => SafeUnzip.Unpack(Zip, Target, limits ?? new ArchiveLimits(), CancellationToken.None);

    private void RefusedWith(string part, ArchiveLimits? limits = null)
    {
        FluentActions.Invoking(() => Unpack(limits)).Should().Throw<ArchiveRefusedException>().Which.Message.Should().Contain(part);
        Directory.Exists(Target).Should().BeFalse();
        Directory.GetFiles(folder, "out*", SearchOption.AllDirectories).Should().BeEmpty();
    }

    private void Write(Action<ZipArchive> fill)
    {
        using ZipArchive zip = ZipFile.Open(Zip, ZipArchiveMode.Create);
        fill(zip);
    }

    private static void Add(ZipArchive zip, string name, string content, int mode = 0)
    {
        ZipArchiveEntry entry = zip.CreateEntry(name);
        entry.ExternalAttributes = mode << 16;
        using Stream stream = entry.Open();
        stream.Write(Encoding.UTF8.GetBytes(content));
    }

    private static string Noise(int length)
    {
        Random random = new(7);
        return string.Concat(Enumerable.Range(0, length).Select(_ => (char)random.Next(32, 127)));
    }
}
