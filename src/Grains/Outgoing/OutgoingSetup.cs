using GrainJobs.Execution;
using GrainJobs.Jobs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace GrainJobs.Outgoing;

/// <summary>Registers what the service calls from its side: the client, and the two job types that deliver.</summary>
internal static class OutgoingSetup
{
    private static readonly TimeSpan AttemptLimit = Deliveries.AnswerWithin + Deliveries.AnswerWithin;

    public static void AddOutgoing(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<OutgoingOptions>();
        services.AddSingleton<OutgoingRules>();
        services.AddSingleton(provider => SigningKeys.From(
            provider.GetRequiredService<IOptions<OutgoingOptions>>().Value,
            configuration["Auth:TokenSecret"] ?? configuration["CONTROLLER_API_KEY"]));
        services.AddSingleton<OutgoingClient>();
        services.AddSingleton<Deliveries>();
        services.AddJobHandler<HttpJob, AnyPayload>(JobTypes.Http, options => options.Timeout = AttemptLimit);
        services.AddJobHandler<WebhookJob, WebhookPayload>(JobTypes.Webhook, options => options.Timeout = AttemptLimit);
    }
}
