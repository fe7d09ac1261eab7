using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;

namespace GrainJobs.Hosting;

/// <summary>
/// Lets only the admin key through to the dashboard and what is below it: as <c>X-API-Key</c>, as bearer token, or typed into the browser's own
/// prompt (any user name, the key as password).
/// </summary>
public sealed class AdminDoor(RequestDelegate next, AdminKey key, IReadOnlyList<PathString> guarded)
{
    private const string Needed = "The admin key is needed.";

    public async Task InvokeAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!guarded.Any(path => context.Request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase)) || key.Matches(Presented(context.Request)))
        {
            await next(context);
            return;
        }

        context.Response.Headers.CacheControl = "no-store";
        await (HoldsOtherKey(context.Request) ? Refusal(StatusCodes.Status403Forbidden, "forbidden") : Prompt(context.Response)).ExecuteAsync(context);
    }

    /// <summary>A browser that was wrong is asked again; a program's key is simply not good enough.</summary>
    private static bool HoldsOtherKey(HttpRequest request) =>
        Presented(request) is not null && !request.Headers.Authorization.ToString().StartsWith("Basic ", StringComparison.OrdinalIgnoreCase);

    private static ProblemHttpResult Prompt(HttpResponse response)
    {
        response.Headers.WWWAuthenticate = "Basic realm=\"GrainJobs: any user name, the admin key as password\", charset=\"UTF-8\"";
        return Refusal(StatusCodes.Status401Unauthorized, "credential_missing");
    }

    private static ProblemHttpResult Refusal(int status, string code) => TypedResults.Problem(
        Needed, statusCode: status, extensions: new Dictionary<string, object?> { ["error"] = Needed, ["code"] = code });

    private static string? Presented(HttpRequest request)
    {
        if (request.Headers["X-API-Key"].ToString() is { Length: > 0 } plain)
        {
            return plain;
        }

        var header = request.Headers.Authorization.ToString();
        return header switch
        {
            _ when header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) => header["Bearer ".Length..].Trim(),
            _ when header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase) => Password(header["Basic ".Length..].Trim()),
            _ => null,
        };
    }

    private static string? Password(string encoded)
    {
        var bytes = new byte[encoded.Length];
        return Convert.TryFromBase64String(encoded, bytes, out var length) && Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2) is [_, var password]
            ? password
            : null;
    }
}
