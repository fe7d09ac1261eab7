using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace GrainJobs.Http;

/// <summary>The one authentication scheme: reads the caller, and answers challenges as problems.</summary>
internal sealed class CallerScheme(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, CallerReader reader)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    internal const string Name = "GrainJobs";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var caller = reader.Read(Request);
        Context.Features.Set(caller);
        return Task.FromResult(caller.IsKnown ? AuthenticateResult.Success(TicketOf(caller)) : AuthenticateResult.NoResult());
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties) => Refuse();

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => Refuse();

    private static AuthenticationTicket TicketOf(Caller caller)
    {
        var identity = new ClaimsIdentity(Name);
        identity.AddClaim(new(ClaimTypes.Name, caller.Name));
        if (caller.Key is { } key)
        {
            identity.AddClaim(new(ClaimTypes.Role, key.Role.ToString()));
        }

        return new(new(identity), Name);
    }

    private Task Refuse() => RefusalOf(Context.Features.Get<AccessOutcome>()?.Verdict).ExecuteAsync(Context);

    private static Answer RefusalOf(AccessVerdict? verdict) => verdict switch
    {
        AccessVerdict.Invalid => Problem.Of(ProblemCode.CredentialInvalid, "The credential is not valid."),
        AccessVerdict.Forbidden => Problem.Of(ProblemCode.Forbidden, "The credential does not allow this."),
        AccessVerdict.Allowed => Problem.Of(ProblemCode.Forbidden, "This route is closed."),
        _ => Problem.Of(ProblemCode.CredentialMissing, "A credential is needed: X-API-Key, Authorization: Bearer, or a token header.") with
        {
            Headers = [new("WWW-Authenticate", "Bearer")],
        },
    };
}
