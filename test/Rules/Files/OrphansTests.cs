namespace GrainJobs.Files;

public sealed class OrphansTests : IDisposable
{
    private static readonly DateTimeOffset Later = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly string folder = Directory.CreateTempSubdirectory("grainjobs-orphans-").FullName;
    private readonly LocalFileStore store;

    public OrphansTests() => store = new(folder, TimeProvider.System);

    [Fact]
    public async Task Only_files_that_every_owner_disowns_are_removed()
    {
        var (ofJob, ofBuild, ofNobody) = (await Save(), await Save(), await Save());

        (await Sweep(Later, Owner(ofJob), Owner(ofBuild))).Should().Be(1);
        (await Left()).Should().BeEquivalentTo([ofJob, ofBuild]);
        _ = ofNobody;
    }

    [Fact]
    public async Task A_young_file_stays_whoever_disowns_it()
    {
        await Save();

        (await Sweep(DateTimeOffset.UnixEpoch, Owner())).Should().Be(0);
        (await Left()).Should().HaveCount(1);
    }

    [Fact]
    public async Task When_an_owner_can_not_answer_nothing_is_removed()
    {
        await Save();
        var sweep = () => Sweep(Later, Owner(), _ => throw new TimeoutException());

        await sweep.Should().ThrowAsync<TimeoutException>();
        (await Left()).Should().HaveCount(1);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static Func<string[], Task<IReadOnlyList<string>>> Owner(params FileId[] owned) =>
        ids => Task.FromResult<IReadOnlyList<string>>([.. ids.Except(owned.Select(id => id.Value))]);

    private Task<int> Sweep(DateTimeOffset before, params Func<string[], Task<IReadOnlyList<string>>>[] owners) =>
        Orphans.Sweep(store, owners, before, CancellationToken.None);

    private async Task<FileId> Save() => (await store.Save(new MemoryStream([1]), 10, CancellationToken.None)).Id;

    private async Task<List<FileId>> Left() => await store.List(CancellationToken.None).Select(file => file.Id).ToListAsync();
}
