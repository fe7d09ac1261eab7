using System.Security.Cryptography;

namespace GrainJobs.Files;

/// <summary>What every file store keeps.</summary>
public abstract class FileStoreContract
{
    private const int Part = 5 << 20;

    protected abstract IFileStore Store { get; }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(300_000)]
    [InlineData(Part)]
    [InlineData((2 * Part) + 1)]
    public async Task A_file_comes_back_whole_with_its_hash(int length)
    {
        byte[] bytes = RandomNumberGenerator.GetBytes(length);
        StoredFile stored = await Save(bytes);

        stored.Length.Should().Be(length);
        stored.Sha256.Should().Be(Convert.ToHexStringLower(SHA256.HashData(bytes)));
        (await Read(stored.Id, FileRange.Whole)).AsSpan().SequenceEqual(bytes).Should().BeTrue();
    }

    [Fact]
    public async Task A_range_is_that_part_and_one_beyond_the_end_is_empty()
    {
        StoredFile stored = await Save([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);

        (await Read(stored.Id, new(2, 3))).Should().Equal(2, 3, 4);
        (await Read(stored.Id, new(7, null))).Should().Equal(7, 8, 9);
        (await Read(stored.Id, new(8, 100))).Should().Equal(8, 9);
        (await Read(stored.Id, new(10, 5))).Should().BeEmpty();
        (await Read(stored.Id, new(0, 0))).Should().BeEmpty();
        await using FileContent? part = await Store.Open(stored.Id, new(2, 3), default);
        part!.TotalLength.Should().Be(10);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(2 * Part)]
    public async Task A_file_over_its_limit_is_never_visible(int limit)
    {
        List<FileId> before = await Ids();
        Func<Task> save = () => Store.Save(new MemoryStream(new byte[limit + 1]), limit, default);

        await save.Should().ThrowAsync<FileTooLargeException>();
        (await Ids()).Should().BeEquivalentTo(before);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData((2 * Part) + 1)]
    public async Task A_cut_upload_is_never_visible(int length)
    {
        List<FileId> before = await Ids();
        Func<Task> save = () => Store.Save(new CutStream(length), long.MaxValue, default);

        await save.Should().ThrowAsync<Exception>();
        (await Ids()).Should().BeEquivalentTo(before);
    }

    [Fact]
    public async Task A_deleted_file_is_gone_and_may_be_deleted_again()
    {
        StoredFile stored = await Save([1]);
        await Store.Delete(stored.Id, default);
        await Store.Delete(stored.Id, default);

        (await Store.Open(stored.Id, FileRange.Whole, default)).Should().BeNull();
        (await Store.Copy(stored.Id, default)).Should().BeNull();
        (await Ids()).Should().NotContain(stored.Id);
    }

    [Fact]
    public async Task A_copy_outlives_its_original()
    {
        StoredFile stored = await Save([1, 2, 3]);
        StoredFile? copy = await Store.Copy(stored.Id, default);
        await Store.Delete(stored.Id, default);

        copy!.Sha256.Should().Be(stored.Sha256);
        (await Read(copy.Id, FileRange.Whole)).Should().Equal(1, 2, 3);
    }

    [Fact]
    public async Task The_list_has_each_file_with_its_length_and_time()
    {
        StoredFile stored = await Save([1, 2]);
        FileEntry entry = await Store.List(default).SingleAsync(file => file.Id == stored.Id);

        entry.Length.Should().Be(2);
        entry.SavedAt.Should().BeCloseTo(TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(5));
    }

    private Task<StoredFile> Save(byte[] bytes) => Store.Save(new MemoryStream(bytes), long.MaxValue, default);

    private async Task<byte[]> Read(FileId id, FileRange range)
    {
        await using FileContent? file = await Store.Open(id, range, default);
        MemoryStream copy = new();
        await file!.Content.CopyToAsync(copy);
        return copy.ToArray();
    }

    private async Task<List<FileId>> Ids() => await Store.List(default).Select(file => file.Id).ToListAsync();

    /// <summary>Breaks off where a client went away.</summary>
    private sealed class CutStream(int length) : ForwardStream
    {
        private int left = length;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            return Read([], 0, buffer.Length);
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            int read = Math.Min(count, left);
            left -= read;
            return read > 0 ? read : throw new IOException("The client went away.");
        }
    }
}
