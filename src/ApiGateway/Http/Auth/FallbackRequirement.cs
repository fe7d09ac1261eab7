using Microsoft.AspNetCore.Authorization;

namespace GrainJobs.Http;

/// <summary>The rule for what has none: a route that forgot to say who may use it is closed to all.</summary>
internal sealed record FallbackRequirement : IAuthorizationRequirement;
