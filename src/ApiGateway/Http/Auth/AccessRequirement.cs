using Microsoft.AspNetCore.Authorization;

namespace GrainJobs.Http;

/// <summary>A route's rule as the framework carries it, also readable from the route's metadata.</summary>
internal sealed record AccessRequirement(Callers Allowed) : IAuthorizationRequirement;
