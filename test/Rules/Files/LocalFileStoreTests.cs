using System.Security.Cryptography;

namespace GrainJobs.Files;

public sealed class LocalFileStoreTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("grainjobs-files-").FullName;
    private readonly LocalFileStore store;

    public LocalFileStoreTests() => store = new(folder, TimeProvider.System);

    [Fact]
    public async Task A_file_comes_back_whole_and_in_parts()
    {
        var bytes = RandomNumberGenerator.GetBytes(300_000);
        var stored = await Save(bytes);

        stored.Length.Should().Be(bytes.Length);
        stored.Sha256.Should().Be(Convert.ToHexStringLower(SHA256.HashData(bytes)));
        (await Read(stored.Id, FileRange.Whole)).Should().Equal(bytes);
        (await Read(stored.Id, new(1000, 5))).Should().Equal(bytes[1000..1005]);
        (await Read(stored.Id, new(299_999, null))).Should().Equal(bytes[299_999..]);
        (await Read(stored.Id, new(300_000, 10))).Should().BeEmpty();
    }

    [Fact]
    public async Task A_file_over_its_limit_leaves_nothing()
    {
        var save = () => store.Save(new MemoryStream(new byte[1001]), 1000, CancellationToken.None);

        await save.Should().ThrowAsync<FileTooLargeException>();
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Should().BeEmpty();
    }

    [Fact]
    public async Task A_cut_upload_leaves_nothing()
    {
        var save = () => store.Save(new BrokenStream(), 1_000_000, CancellationToken.None);

        await save.Should().ThrowAsync<IOException>();
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Should().BeEmpty();
    }

    [Fact]
    public async Task A_deleted_file_is_gone_and_can_be_deleted_again()
    {
        var stored = await Save([1]);
        await store.Delete(stored.Id, CancellationToken.None);
        await store.Delete(stored.Id, CancellationToken.None);

        (await store.Open(stored.Id, FileRange.Whole, CancellationToken.None)).Should().BeNull();
    }

    [Fact]
    public async Task A_copy_outlives_its_original()
    {
        var stored = await Save([1, 2, 3]);
        var copy = await store.Copy(stored.Id, CancellationToken.None);
        await store.Delete(stored.Id, CancellationToken.None);

        (await Read(copy!.Id, FileRange.Whole)).Should().Equal(1, 2, 3);
        copy.Sha256.Should().Be(stored.Sha256);
    }

    [Fact]
    public async Task The_list_holds_what_is_whole()
    {
        var stored = await Save([1, 2]);
        var list = await store.List(CancellationToken.None).ToListAsync();

        list.Should().ContainSingle().Which.Should().Match<FileEntry>(entry => entry.Id == stored.Id && entry.Length == 2);
    }

    [Fact]
    public async Task Only_old_unfinished_uploads_are_swept()
    {
        var old = Path.Combine(folder, "unfinished", "old");
        var young = Path.Combine(folder, "unfinished", "young");
        await File.WriteAllTextAsync(old, "x");
        await File.WriteAllTextAsync(young, "x");
        File.SetLastWriteTimeUtc(old, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        (await store.SweepUnfinished(new(2021, 1, 1, 0, 0, 0, TimeSpan.Zero), CancellationToken.None)).Should().Be(1);
        File.Exists(old).Should().BeFalse();
        File.Exists(young).Should().BeTrue();
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("0123456789ABCDEF0123456789ABCDEF")]
    [InlineData("")]
    [InlineData(null)]
    public void Only_our_own_ids_name_files(string? text) => FileId.Parse(text).Should().BeNull();

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private Task<StoredFile> Save(byte[] bytes) => store.Save(new MemoryStream(bytes), long.MaxValue, CancellationToken.None);

    private async Task<byte[]> Read(FileId id, FileRange range)
    {
        await using var file = await store.Open(id, range, CancellationToken.None);
        var copy = new MemoryStream();
        await file!.Content.CopyToAsync(copy);
        return copy.ToArray();
    }

    private sealed class BrokenStream : MemoryStream
    {
        private int reads;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            reads++ < 3 ? ValueTask.FromResult(Math.Min(buffer.Length, 1000)) : throw new IOException("The client went away.");
    }
}
