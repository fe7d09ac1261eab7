using System.Globalization;
using GrainJobs.Execution;
using GrainJobs.Storage;

namespace GrainJobs.ProductImages;

/// <summary>
/// Randomised runs with drafts, orders and merchants deleted at every point, delivered twice beside themselves, on a PostgreSQL whose log is read
/// afterwards. 120 of them here; <c>GRAINJOBS_IMAGE_RUNS=1000</c> for the full count.
/// </summary>
public sealed class VanishingTests : IAsyncLifetime
{
    private const int AtOnce = 8;
    private static readonly int Runs = int.Parse(Environment.GetEnvironmentVariable("GRAINJOBS_IMAGE_RUNS") ?? "120", CultureInfo.InvariantCulture);

    private PostgresServer server = null!;
    private ImageWorld world = null!;

    public async Task InitializeAsync()
    {
        server = await PostgresServer.StartAsync();
        world = await ImageWorld.Create(ProductImageDatabase.Postgres(server.ConnectionString()));
    }

    public async Task DisposeAsync()
    {
        await world.DisposeAsync();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Nothing_violates_a_foreign_key_nothing_is_doubled_and_every_draft_that_lives_has_its_images()
    {
        await Parallel.ForEachAsync(Enumerable.Range(0, Runs), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (seed, _) => await Once(seed));

        server.Process.Lines.Where(line => line.Contains("foreign key", StringComparison.OrdinalIgnoreCase) || line.Contains("_fkey", StringComparison.Ordinal))
            .Should().BeEmpty("the database's log has every violated constraint");
        server.Process.Lines.Where(line => line.Contains("ERROR:", StringComparison.Ordinal) || line.Contains("deadlock", StringComparison.Ordinal)).Should().BeEmpty();
    }

    private async Task Once(int seed)
    {
        var random = new Random(seed);
        var id = "po" + seed.ToString(CultureInfo.InvariantCulture);
        var drafts = random.Next(1, 6);
        var payload = await world.Order(id, drafts);
        var deletions = Deletions(random, payload, drafts);

        // Each deletion strikes before the run, in one of its searches, or whenever the scheduler lets it.
        foreach (var early in deletions.Where(deletion => deletion.Point == 0))
        {
            await early.Strike();
        }

        var free = deletions.Where(deletion => deletion.Point == 1).Select(deletion => Task.Run(deletion.Strike));
        var inside = new Queue<Deletion>(deletions.Where(deletion => deletion.Point >= 2));
        var search = new InterferingSearch((_, _) => Next(inside, random) is { } deletion ? deletion.Strike() : Task.CompletedTask);
        JobOutcome[] outcomes = await Task.WhenAll([.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Task.Run(() => world.Handler(search).Run(payload, new QuietContext())))]);
        await Task.WhenAll(free);

        outcomes.Should().NotContain(outcome => outcome is JobOutcome.FailedOutcome || outcome is JobOutcome.RetryOutcome, "seed {0}", seed);
        (await world.Images(id)).Values.Should().OnlyContain(count => count == 2, "seed {0}: two pictures are called chair", seed);
        (await world.Sessions(id)).Should().BeLessThanOrEqualTo(1);
    }

    private Deletion[] Deletions(Random random, ProductImagesPayload payload, int drafts) =>
    [
        .. Enumerable.Range(0, random.Next(0, 4)).Select(_ => new Deletion(random.Next(0, 5), random.Next(0, 8) switch
        {
            0 => () => world.Delete("merchant", payload.MerchantId),
            1 => () => world.Delete("order", payload.PurchaseOrderId),
            var draft => () => world.Delete("draft", $"{payload.PurchaseOrderId}-{draft % drafts}"),
        })),
    ];

    private static Deletion? Next(Queue<Deletion> inside, Random random)
    {
        lock (inside)
        {
            return inside.Count > 0 && random.Next(2) == 0 ? inside.Dequeue() : null;
        }
    }

    /// <param name="Point">0 before the run, 1 beside it, else in a search.</param>
    private sealed record Deletion(int Point, Func<Task> Strike);
}
