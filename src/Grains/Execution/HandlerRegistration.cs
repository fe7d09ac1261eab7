using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace GrainJobs.Execution;

/// <summary>Registers handlers with a host.</summary>
public static class HandlerRegistration
{
    /// <summary>Runs jobs of that type by the handler, on every silo that registers it.</summary>
    /// <exception cref="InvalidOperationException">The payload record has a property that is no scalar, or an option is out of range.</exception>
    public static IServiceCollection AddJobHandler<THandler, TPayload>(
        this IServiceCollection services, string jobType, Action<JobHandlerOptions>? configure = null)
        where THandler : class, IJobHandler<TPayload>
        where TPayload : class
    {
        services.TryAddScoped<THandler>();
        PayloadShape.Of(typeof(TPayload));
        return services.AddSingleton(provider =>
        {
            var options = new JobHandlerOptions();
            configure?.Invoke(options);
            provider.GetService<IConfiguration>()?.GetSection($"Handlers:{jobType}").Bind(options);
            Validate(jobType, options);
            return HandlerDescriptor.Create<THandler, TPayload>(jobType, options);
        });
    }

    private static void Validate(string jobType, JobHandlerOptions options)
    {
        var faults = new List<ValidationResult>();
        if (!Validator.TryValidateObject(options, new ValidationContext(options), faults, validateAllProperties: true))
        {
            throw new InvalidOperationException($"Handlers__{jobType}: {faults[0].ErrorMessage}");
        }

        if (options.Timeout <= TimeSpan.Zero || options.Backoff < TimeSpan.Zero)
        {
            throw new InvalidOperationException($"Handlers__{jobType}: Timeout must be positive and Backoff not negative");
        }
    }
}
