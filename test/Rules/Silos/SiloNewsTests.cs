using Microsoft.Extensions.Time.Testing;

namespace GrainJobs.Silos;

public sealed class SiloNewsTests : IDisposable
{
    private readonly SiloNews news = new(null!, null!, new FakeTimeProvider());

    [Fact]
    public void The_first_look_only_finds_who_is_there() => news.Note(["a", "b"]).Should().Be((true, false));

    [Fact]
    public void A_silo_that_is_missing_is_news_once_even_when_another_still_believes_in_it()
    {
        news.Note(["a", "b"]);

        news.Note(["a"]).Should().Be((true, true));
        news.Note(["a", "b"]).Should().Be((false, false));
        news.Note(["a"]).Should().Be((false, false));
    }

    [Fact]
    public void A_silo_that_joins_is_news()
    {
        news.Note(["a"]);

        news.Note(["a", "b"]).Should().Be((true, false));
    }

    [Fact]
    public void A_silo_that_said_that_it_leaves_is_not_lost()
    {
        news.Note(["a", "b", "c"]);

        news.Note(["a", "c"], "b").Should().Be((true, false));
        news.Note(["a"]).Should().Be((true, true), "nobody heard c say it");
        news.Note(["a"], "c").Should().Be((false, false));
    }

    public void Dispose() => news.Dispose();
}
