using System.Text;

namespace GrainJobs.Hosting;

/// <summary>
/// Lets only the admin key through to the dashboard and what is below it: as <c>X-API-Key</c>, as bearer token, or typed into the browser's own
/// prompt (any user name, the key as password).
/// </summary>
public sealed class AdminDoor(RequestDelegate next, AdminKey key, IReadOnlyList<PathString> guarded)
{
    public async Task InvokeAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!guarded.Any(path => context.Request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase)) || key.Matches(Presented(context.Request)))
        {
            await next(context);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        context.Response.Headers.WWWAuthenticate = "Basic realm=\"GrainJobs: any user name, the admin key as password\", charset=\"UTF-8\"";
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.WriteAsync("The admin key is needed.", context.RequestAborted);
    }

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
