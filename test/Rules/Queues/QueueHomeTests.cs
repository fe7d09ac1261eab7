using CsCheck;

namespace GrainJobs.Queues;

public sealed class QueueHomeTests
{
    private const int Names = 20_000;

    private static readonly Gen<string[]> GenSilos =
        Gen.Select(Gen.Int[0, 255], Gen.Int[1, 65_535], Gen.Int[1, 999_999_999], (host, port, generation) => $"10.0.0.{host}:{port}@{generation}")
            .HashSet[2, 12].Select(silos => silos.ToArray());

    private static readonly QueueName[] Queues = [.. Enumerable.Range(0, Names).Select(number => new QueueName($"queue-{number}"))];

    [Fact]
    public void All_agree_in_whatever_order_they_know_the_silos() =>
        Gen.Select(GenSilos, Gen.String[Gen.Char.AlphaNumeric, 1, 100], Gen.Int).Sample((silos, name, seed) =>
        {
            var shuffled = silos.ToArray();
            new Random(seed).Shuffle(shuffled);
            QueueHome.Of(new(name), shuffled).Should().Be(QueueHome.Of(new(name), silos));
        });

    [Fact]
    public void Every_silo_is_home_to_its_share() => GenSilos.Sample(
        silos =>
        {
            var share = (double)Names / silos.Length;
            var homes = Queues.CountBy(queue => QueueHome.Of(queue, silos)!).ToArray();
            homes.Should().HaveSameCount(silos);
            homes.Should().OnlyContain(home => Math.Abs(home.Value - share) < 8 * Math.Sqrt(share));
        },
        iter: 20);

    [Fact]
    public void A_silo_that_joins_takes_its_share_and_moves_nothing_else() => Gen.Select(GenSilos, Gen.Int[0, 11]).Sample(
        (silos, number) =>
        {
            var joined = silos[number % silos.Length];
            string[] before = [.. silos.Where(silo => silo != joined)];
            var moved = Queues.Count(queue => QueueHome.Of(queue, silos) != QueueHome.Of(queue, before));
            moved.Should().Be(Queues.Count(queue => QueueHome.Of(queue, silos) == joined), "only what goes to the new one moves; and when it leaves, only that goes back");
        },
        iter: 20);

    [Fact]
    public void A_queue_without_silos_has_no_home() => QueueHome.Of(QueueName.Default, []).Should().BeNull();

    /// <summary>Silos and gateways of several releases work together; tokens live longer than a process.</summary>
    [Fact]
    public void The_hash_of_a_name_is_the_same_in_every_release() =>
        (QueueHome.HashOf(QueueName.Default), QueueHome.HashOf(QueueName.Builds)).Should().Be(((ushort)29432, (ushort)30334));
}
