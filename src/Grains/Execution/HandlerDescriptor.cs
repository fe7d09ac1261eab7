using Microsoft.Extensions.DependencyInjection;

namespace GrainJobs.Execution;

/// <summary>One registered job type.</summary>
internal sealed record HandlerDescriptor(string JobType, PayloadShape Shape, JobHandlerOptions Options, Func<IServiceProvider, object, IJobContext, Task<JobOutcome>> Run)
{
    public static HandlerDescriptor Create<THandler, TPayload>(string jobType, JobHandlerOptions options)
        where THandler : class, IJobHandler<TPayload>
        where TPayload : class =>
        new(
            jobType,
            PayloadShape.Of(typeof(TPayload)),
            options,
            (services, payload, context) => services.GetRequiredService<THandler>().Run((TPayload)payload, context));
}
