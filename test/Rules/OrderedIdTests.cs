using CsCheck;

namespace GrainJobs;

public sealed class OrderedIdTests
{
    [Fact]
    public void An_id_is_a_uuid_of_version_7_with_its_time() => Gen.Long[0, 4_000_000_000_000].Sample(milliseconds =>
    {
        var at = DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
        var id = Guid.ParseExact(OrderedId.New(at), "N");

        id.Version.Should().Be(7);
        id.Variant.Should().BeInRange(8, 11);
        Guid.CreateVersion7(at).ToString("N")[..12].Should().Be(id.ToString("N")[..12]);
    });

    [Fact]
    public void Ids_sort_by_time() => Gen.Select(Gen.Long[0, 4_000_000_000_000], Gen.Long[1, 100_000_000]).Sample((milliseconds, later) =>
    {
        var at = DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
        string.CompareOrdinal(OrderedId.New(at), OrderedId.New(at.AddMilliseconds(later))).Should().BeNegative();
    });

    [Fact]
    public void No_two_are_alike_whoever_makes_them()
    {
        const int Threads = 8;
        const int Each = 50_000;
        var at = DateTimeOffset.UnixEpoch;
        var made = new string[Threads * Each];
        Parallel.For(0, Threads, thread =>
        {
            for (var number = 0; number < Each; number++)
            {
                made[(thread * Each) + number] = OrderedId.New(at);
            }
        });

        made.Distinct(StringComparer.Ordinal).Should().HaveCount(made.Length);
    }

    /// <summary>Each bit is set in half of them: a portion that was handed out already is erased, and would show as zeros.</summary>
    [Fact]
    public void Every_random_bit_is_as_often_set_as_not()
    {
        const int Made = 400_000;
        Span<byte> bytes = stackalloc byte[22];
        var set = new int[bytes.Length * 8];
        for (var number = 0; number < Made; number++)
        {
            RandomBytes.Fill(bytes);
            for (var bit = 0; bit < set.Length; bit++)
            {
                set[bit] += (bytes[bit / 8] >> (bit % 8)) & 1;
            }
        }

        set.Should().OnlyContain(times => Math.Abs(times - (Made / 2)) < 2_600, "that is eight times the deviation of chance");
    }
}
