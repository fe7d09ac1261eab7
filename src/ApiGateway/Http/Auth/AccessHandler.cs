using Microsoft.AspNetCore.Authorization;

namespace GrainJobs.Http;

/// <summary>Asks the access rule for each request, and remembers its verdict for the answer.</summary>
internal sealed class AccessHandler(AuthSettings settings) : AuthorizationHandler<AccessRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, AccessRequirement requirement)
    {
        if (context.Resource is HttpContext http && Judge(http, requirement) == AccessVerdict.Allowed)
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }

    private AccessVerdict Judge(HttpContext http, AccessRequirement requirement)
    {
        var verdict = AccessRule.Judge(
            requirement.Allowed,
            http.Caller(),
            http.Request.RouteValues["id"] as string,
            http.Request.RouteValues["worker"] as string,
            settings.AnonymousJobReads);
        http.Features.Set(new AccessOutcome(verdict));
        return verdict;
    }
}
