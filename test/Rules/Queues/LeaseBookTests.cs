using CsCheck;
using GrainJobs.Workers;

namespace GrainJobs.Queues;

public sealed class LeaseBookTests
{
    private readonly LeaseBook book = new();

    [Fact]
    public void A_newer_lease_of_an_entry_takes_the_place_of_the_older()
    {
        book.Add(Lease("a", "1", "k"));
        book.Add(Lease("a", "2", "k"));

        book.Count.Should().Be(1);
        book.CountOf("k").Should().Be(1);
        book.Find(new("1")).Should().BeNull();
        book.Remove(new("1")).Should().BeNull();
        book.HoldsId("a").Should().BeTrue();
        book.Remove(new("2"))!.Id.Should().Be("a");
        book.HoldsId("a").Should().BeFalse();
        book.CountOf("k").Should().Be(0);
    }

    [Fact]
    public void The_same_lease_told_twice_counts_once()
    {
        book.Add(Lease("a", "1", "k"));
        book.Add(Lease("a", "1", "k"));

        (book.Count, book.CountOf("k")).Should().Be((1, 1));
    }

    [Fact]
    public void The_next_end_is_the_soonest_that_is_not_due_yet()
    {
        var now = DateTimeOffset.UnixEpoch;
        foreach (var seconds in new[] { 5, 2, -1, 3 })
        {
            var lease = Lease($"{seconds}", $"{seconds}", "");
            lease.ExpiresAt = now.AddSeconds(seconds);
            book.Add(lease);
        }

        book.NextEnd(now).Should().Be(now.AddSeconds(2));
        book.NextEnd(now.AddSeconds(2)).Should().Be(now.AddSeconds(3));
        book.NextEnd(now.AddSeconds(5)).Should().BeNull();
    }

    [Fact]
    public void The_counts_always_are_those_of_a_plain_list() =>
        Gen.Select(Gen.Int[0, 4], Gen.Int[0, 9], Gen.Int[0, 2], Gen.Bool).Array[0, 80].Sample(steps =>
        {
            var tested = new LeaseBook();
            var model = new Dictionary<string, HeldLease>();
            foreach (var (id, token, key, adds) in steps)
            {
                var lease = Lease("id" + id, $"{id}-{token}", key == 0 ? "" : "k" + key);
                if (adds)
                {
                    tested.Add(lease);
                    model[lease.Id] = lease;
                }
                else if (tested.Remove(lease.Token) is { } removed)
                {
                    model.Remove(removed.Id);
                }
            }

            return tested.Count == model.Count
                && model.Values.All(lease => ReferenceEquals(tested.Find(lease.Token), lease) && tested.HoldsId(lease.Id))
                && new[] { "k1", "k2" }.All(key => tested.CountOf(key) == model.Values.Count(lease => lease.Key == key));
        });

    private static HeldLease Lease(string id, string token, string key) =>
        new() { Id = id, Token = new(token), Worker = new WorkerId("w"), Key = key, GrantedAt = DateTimeOffset.UnixEpoch };
}
