using GrainJobs.Jobs;
using GrainJobs.Leases;
using GrainJobs.Queues;
using GrainJobs.Workers;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace GrainJobs.Contracts;

/// <summary>
/// A rolling upgrade has two releases talking to each other and reading each other's state. What a release has said stays true: members
/// and calls are only added. The lists of releases are beside this file; a new release adds its own and touches no older one.
/// </summary>
public sealed class ContractTests
{
    private static readonly string Folder = Path.Combine(Style.Sources.Root, "test", "Rules", "Contracts");

    private static readonly Job Sample = new()
    {
        Spec = new() { Id = new JobId("contract-1"), Type = "sample", Queue = new QueueName("default"), Payload = """{"n":1}""", Tags = ["a", "b"], ConcurrencyKey = "key" },
        Version = 7,
        Status = JobStatus.Processing,
        CreatedAt = DateTimeOffset.UnixEpoch.AddDays(20_000),
        ReadyAt = DateTimeOffset.UnixEpoch.AddDays(20_000),
        UpdatedAt = DateTimeOffset.UnixEpoch.AddDays(20_001),
        Attempt = 2,
        Progress = 40,
        Message = "half way",
        Lease = new Lease(new LeaseToken("contract-1.token"), new WorkerId("worker-1"), DateTimeOffset.UnixEpoch.AddDays(20_001)),
    };

    private readonly Serializer serializer = new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<Serializer>();

    public static TheoryData<string> Releases => [.. Directory.EnumerateFiles(Folder, "*.txt").Select(path => Path.GetFileNameWithoutExtension(path))];

    [Theory]
    [MemberData(nameof(Releases))]
    public void What_a_release_sends_and_stores_is_still_understood(string release)
    {
        var now = ContractListing.Of(typeof(Job).Assembly, typeof(QueueSettings).Assembly).ToHashSet();

        File.ReadLines(Path.Combine(Folder, release + ".txt")).Where(line => !now.Contains(line)).Should().BeEmpty(
            "each of these was said by {0} and is not true any more: give the new member another id, or keep the old call beside the new one", release);
    }

    [Fact]
    public void The_bytes_of_the_first_release_still_read_as_the_same_job()
    {
        var bytes = Convert.FromBase64String(File.ReadAllText(Path.Combine(Folder, "0.1.0-job.base64")));

        serializer.Deserialize<Job>(bytes).Should().BeEquivalentTo(Sample);
    }

    [Fact]
    public void Every_type_and_call_that_travels_has_an_alias_and_may_so_be_renamed()
    {
        var types = typeof(Job).Assembly.GetTypes().Concat(typeof(QueueSettings).Assembly.GetTypes())
            .Where(type => type.IsDefined(typeof(GenerateSerializerAttribute), false) || (type.IsInterface && typeof(IAddressable).IsAssignableFrom(type)));

        types.Where(type => !type.IsDefined(typeof(AliasAttribute), false)).Select(type => type.Name).Should().BeEmpty();
    }

    /// <summary>Writes what the present code says, with <c>GRAINJOBS_RECORD_CONTRACTS</c> naming the release; otherwise sees that it could.</summary>
    [Fact]
    public void The_present_contract_can_be_recorded()
    {
        var lines = ContractListing.Of(typeof(Job).Assembly, typeof(QueueSettings).Assembly);
        lines.Should().OnlyHaveUniqueItems().And.HaveCountGreaterThan(100);
        if (Environment.GetEnvironmentVariable("GRAINJOBS_RECORD_CONTRACTS") is { Length: > 0 } release)
        {
            File.WriteAllLines(Path.Combine(Folder, release + ".txt"), lines);
            File.WriteAllText(Path.Combine(Folder, release + "-job.base64"), Convert.ToBase64String(serializer.SerializeToArray(Sample)));
        }
    }
}
