namespace GrainJobs.Http;

/// <summary>Reads who sent a request from its headers, and for reads in a browser from <c>?token=</c>.</summary>
internal sealed class CallerReader(KeyRing keys, TokenMint mint)
{
    internal Caller Read(HttpRequest request)
    {
        var headers = request.Headers;
        var caller = Caller.Nobody;
        caller = Present(caller, headers["X-API-Key"]);
        caller = Present(caller, Bearer(headers.Authorization));
        caller = Present(caller, headers["X-Job-Token"]);
        caller = Present(caller, headers["X-Build-Token"]);
        caller = Present(caller, headers["X-Worker-Token"]);
        if (HttpMethods.IsGet(request.Method))
        {
            caller = PresentToken(caller, request);
        }

        return caller with { ClaimedWorker = headers["X-Worker-Id"] };
    }

    private Caller Present(Caller caller, string? credential)
    {
        if (string.IsNullOrEmpty(credential))
        {
            return caller;
        }

        caller = caller with { PresentedAny = true };
        return TokenMint.IsToken(credential)
            ? With(caller, mint.Check(credential))
            : caller with { Key = keys.Find(credential) ?? caller.Key };
    }

    // Keys are for headers: only tokens, which open one thing, may stand in an address.
    private Caller PresentToken(Caller caller, HttpRequest request) =>
        request.QueryString.HasValue && (string?)request.Query["token"] is { Length: > 0 } token
            ? With(caller with { PresentedAny = true }, mint.Check(token))
            : caller;

    private static Caller With(Caller caller, AccessToken? token) => token?.Kind switch
    {
        TokenKind.Job => caller with { Job = token },
        TokenKind.Build => caller with { Build = token },
        TokenKind.Worker => caller with { Worker = token },
        _ => caller,
    };

    private static string? Bearer(string? authorization) =>
        authorization?.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) == true ? authorization["Bearer ".Length..].Trim() : null;
}
