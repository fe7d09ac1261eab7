using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace GrainJobs.Http;

/// <summary>The kinds of credential as the OpenAPI document names them.</summary>
internal sealed class SecuritySchemes : IOpenApiDocumentTransformer
{
    /// <summary>Name, where it travels, and which callers it stands for (none: a key, whose role decides).</summary>
    internal static readonly IReadOnlyList<(string Name, string Header, Callers Needs)> All =
    [
        ("apiKey", "X-API-Key", Callers.Admins),
        ("bearer", "Authorization", Callers.Admins),
        ("jobToken", "X-Job-Token", Callers.JobToken),
        ("buildToken", "X-Build-Token", Callers.BuildToken),
        ("workerToken", "X-Worker-Token", Callers.WorkerToken),
    ];

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new()
        {
            Title = "GrainJobs",
            Version = "1",
            Description = "Durable jobs and builds. Errors are application/problem+json with the members error and code.",
        };

        // Addresses come from configuration or the reader; the Host header of whoever asked first is no source for them.
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Components ??= new();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
        foreach (var (name, header, _) in All)
        {
            document.Components.SecuritySchemes[name] = Scheme(header);
        }

        return Task.CompletedTask;
    }

    private static OpenApiSecurityScheme Scheme(string header) => header == "Authorization"
        ? new() { Type = SecuritySchemeType.Http, Scheme = "bearer" }
        : new() { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = header };
}
