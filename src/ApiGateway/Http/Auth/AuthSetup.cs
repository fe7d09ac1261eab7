using Microsoft.AspNetCore.Authorization;

namespace GrainJobs.Http;

/// <summary>Registers authentication and authorization, and lets routes say who may use them.</summary>
internal static class AuthSetup
{
    internal static IServiceCollection AddDoorAuth(this IServiceCollection services, AuthSettings settings)
    {
        services.AddSingleton(settings);
        services.AddSingleton(new KeyRing(settings.Keys));
        services.AddSingleton(new TokenMint(settings.TokenSecret));
        services.AddSingleton<CallerReader>();
        services.AddScheme();
        services.AddSingleton<IAuthorizationHandler, AccessHandler>();
        services.AddSingleton<IAuthorizationHandler, FallbackHandler>();
        services.AddAuthorizationBuilder().SetFallbackPolicy(PolicyOf(new FallbackRequirement()));
        return services;
    }

    // The core alone: the full set would also start data protection, which writes key files that nothing here uses.
    private static void AddScheme(this IServiceCollection services)
    {
        services.AddWebEncoders();
        services.AddTransient<CallerScheme>();
        services.AddAuthenticationCore(options =>
        {
            options.DefaultScheme = CallerScheme.Name;
            options.AddScheme<CallerScheme>(CallerScheme.Name, null);
        });
    }

    /// <summary>Says who may use a route or a group. Without it nobody may.</summary>
    internal static TBuilder Allow<TBuilder>(this TBuilder builder, Callers callers)
        where TBuilder : IEndpointConventionBuilder
    {
        var requirement = new AccessRequirement(callers);
        return builder.WithMetadata(requirement).RequireAuthorization(PolicyOf(requirement));
    }

    /// <summary>Who sent this request.</summary>
    internal static Caller Caller(this HttpContext context) => context.Features.Get<Caller>() ?? Http.Caller.Nobody;

    private static AuthorizationPolicy PolicyOf(IAuthorizationRequirement requirement) =>
        new AuthorizationPolicyBuilder(CallerScheme.Name).AddRequirements(requirement).Build();
}
