using Microsoft.AspNetCore.Authorization;

namespace GrainJobs.Http;

/// <summary>
/// Closes routes without a rule. Addresses that are no route (404, 405) may be seen as such by whoever has a genuine credential.
/// </summary>
internal sealed class FallbackHandler : AuthorizationHandler<FallbackRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, FallbackRequirement requirement)
    {
        if (context.Resource is HttpContext http)
        {
            var caller = http.Caller();
            var verdict = AccessRule.Judge(Callers.Admins, caller, null, null, false);
            http.Features.Set(new AccessOutcome(verdict));
            if (http.GetEndpoint() is not RouteEndpoint && caller.IsKnown)
            {
                context.Succeed(requirement);
            }
        }

        return Task.CompletedTask;
    }
}
