using GrainJobs.Execution;

namespace GrainJobs.ProductImages;

/// <summary>What the sample's handler does on both databases.</summary>
public abstract class HandlerContract : IAsyncLifetime
{
    private ImageWorld world = null!;

    private protected abstract Task<ProductImageDatabase> Open();

    public async Task InitializeAsync() => world = await ImageWorld.Create(await Open());

    public virtual async Task DisposeAsync() => await world.DisposeAsync();

    [Fact]
    public async Task Every_draft_gets_images_made_small_and_the_order_one_review()
    {
        var payload = await world.Order("whole", drafts: 3);

        (await Run(payload)).Should().BeOfType<JobOutcome.CompletedOutcome>();

        (await world.Images("whole")).Values.Should().Equal(2, 2, 2);
        (await world.Sessions("whole")).Should().Be(1);
        var sizes = await world.Database.Read("list_images", row => Math.Max(row.GetInt32(4), row.GetInt32(5)), default, ("order", "whole"));
        sizes.Should().OnlyContain(size => size == Picture.LongestSide);
    }

    [Fact]
    public async Task No_draft_gets_more_than_three_images()
    {
        await Run(await world.Order("many", drafts: 1, title: "red blue chair table lamp vase"));
        (await world.Images("many")).Values.Should().Equal(ProductImagesHandler.MostImages);
    }

    [Fact]
    public async Task Delivered_again_and_beside_itself_it_adds_nothing()
    {
        var payload = await world.Order("again", drafts: 4);

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => Run(payload))));
        await Run(payload);

        (await world.Images("again")).Values.Should().Equal(2, 2, 2, 2);
        (await world.Sessions("again")).Should().Be(1);
    }

    [Fact]
    public async Task An_order_that_is_gone_is_skipped()
    {
        (await Run(new("nobody", "m"))).Should().BeOfType<JobOutcome.SkippedOutcome>().Which.Reason.Should().Contain("purchase order");
    }

    [Fact]
    public async Task Another_merchants_order_is_as_if_it_were_not_there()
    {
        var payload = await world.Order("theirs", drafts: 1);
        (await Run(payload with { MerchantId = "somebody else" })).Should().BeOfType<JobOutcome.SkippedOutcome>();
        (await world.Images("theirs")).Values.Should().Equal(0);
    }

    [Fact]
    public async Task A_draft_that_goes_during_its_search_is_skipped_alone()
    {
        var payload = await world.Order("midway", drafts: 3);
        var searches = 0;
        var search = new InterferingSearch((_, _) => ++searches == 2 ? world.Delete("draft", "midway-1") : Task.CompletedTask);

        var outcome = (JobOutcome.CompletedOutcome)await Run(payload, search);

        outcome.ResultJson.Should().Contain("\"gone\":1").And.Contain("\"done\":2");
        (await world.Images("midway")).Should().BeEquivalentTo(new Dictionary<string, int> { ["midway-0"] = 2, ["midway-2"] = 2 });
    }

    [Theory]
    [InlineData("order")]
    [InlineData("merchant")]
    public async Task An_order_that_goes_during_a_search_is_skipped_and_counted(string kind)
    {
        var payload = await world.Order("going-" + kind, drafts: 2);
        var search = new InterferingSearch((_, _) => world.Delete(kind, kind == "order" ? payload.PurchaseOrderId : payload.MerchantId));
        (await Run(payload, search)).Should().BeOfType<JobOutcome.SkippedOutcome>().Which.ResultJson.Should().Contain("\"gone\":2");
    }

    [Fact]
    public async Task A_search_over_its_limit_is_tried_again_and_not_called_skipped()
    {
        var payload = await world.Order("slow", drafts: 2);
        var slow = new InterferingSearch((_, stop) => Task.Delay(Timeout.Infinite, stop));

        var outcome = await world.Handler(slow, TimeSpan.FromMilliseconds(50)).Run(payload, new QuietContext());

        outcome.Should().BeOfType<JobOutcome.RetryOutcome>().Which.Error.Should().Contain("2 of 2");
        (await Run(payload)).Should().BeOfType<JobOutcome.CompletedOutcome>("the next attempt finds what it needs");
    }

    [Fact]
    public async Task Files_that_are_no_pictures_are_left_out()
    {
        Picture.From("no picture at all"u8.ToArray()).Should().BeNull();
        var payload = await world.Order("broken", drafts: 1);
        var outcome = await world.Handler(new Rubbish()).Run(payload, new QuietContext());
        outcome.Should().BeOfType<JobOutcome.CompletedOutcome>().Which.ResultJson.Should().Contain("\"nothingFound\":1");
        (await world.Sessions("broken")).Should().Be(0);
    }

    private Task<JobOutcome> Run(ProductImagesPayload payload, IImageSearch? search = null) => world.Handler(search).Run(payload, new QuietContext());

    private sealed class Rubbish : IImageSearch
    {
        public Task<IReadOnlyList<FoundImage>> Search(string words, int most, CancellationToken stop) =>
            Task.FromResult<IReadOnlyList<FoundImage>>([new("rubbish.png", "not a png"u8.ToArray()), new("empty.png", ReadOnlyMemory<byte>.Empty)]);
    }
}
