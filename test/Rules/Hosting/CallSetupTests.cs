using GrainJobs.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Npgsql;
using Orleans.Configuration;
using Orleans.Serialization;
using Polly.Timeout;

namespace GrainJobs.Hosting;

/// <summary>What a caller in another process learns of a failure.</summary>
public sealed class CallSetupTests
{
    /// <summary>The last is what the runtime throws when it finds no place for a grain in time.</summary>
    public static TheoryData<Exception> Failures => new(
        new StorageUnavailableException("away", new NpgsqlException("refused")),
        new TimeoutException("Grain placement operation timed out.", new TimeoutRejectedException("too long")));

    [Theory]
    [MemberData(nameof(Failures))]
    public void A_failure_with_a_librarys_exception_inside_reaches_a_gateway(Exception failure)
    {
        using var silo = Build((builder, read) => builder.AddGrainJobsSilo(ClusterSettings.Read(read), SiloSettings.Read(read, builder.Configuration)));
        using var gateway = Build((builder, read) => builder.AddGrainJobsClient(ClusterSettings.Read(read)));

        var passed = gateway.Services.GetRequiredService<Serializer>().Deserialize<Exception>(silo.Services.GetRequiredService<Serializer>().SerializeToArray(failure));

        passed.Should().BeOfType(failure.GetType());
        passed.Message.Should().Be(failure.Message);
        passed.InnerException!.Message.Should().Be(failure.InnerException!.Message);
    }

    /// <summary>The runtime's own is no time at all: what is on its way to a silo that stops would be lost.</summary>
    [Fact]
    public void Gateways_have_time_to_turn_away_from_a_silo_that_stops()
    {
        using var silo = Build((builder, read) => builder.AddGrainJobsSilo(ClusterSettings.Read(read), SiloSettings.Read(read, builder.Configuration)));

        silo.Services.GetRequiredService<IOptions<SiloMessagingOptions>>().Value.ClientGatewayShutdownNotificationTimeout.Should().BeGreaterThanOrEqualTo(TimeSpan.FromSeconds(0.5));
    }

    private static IHost Build(Action<HostApplicationBuilder, Settings> add)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["ConnectionStrings:GrainJobs"] = "Host=localhost;Database=none", ["Dashboard:Enabled"] = "false" });
        var read = new Settings(builder.Configuration);
        add(builder, read);
        read.ThrowIfRefused();
        return builder.Build();
    }
}
