using System.Globalization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace GrainJobs.Http;

/// <summary>Writes a route's metadata into its operation: body, parameters, credentials, and the refusals every route shares.</summary>
internal sealed class RouteTransformer : IOpenApiOperationTransformer
{
    public async Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        foreach (var input in metadata.OfType<InputDoc>())
        {
            (operation.Parameters ??= []).Add(Parameter(input));
        }

        if (metadata.OfType<BodyDoc>().LastOrDefault() is { } body)
        {
            operation.RequestBody = await Body(body, context, cancellationToken);
        }
        else if (metadata.OfType<PartDoc>().ToList() is { Count: > 0 } parts)
        {
            operation.RequestBody = Form(parts);
        }

        if (metadata.OfType<AccessRequirement>().LastOrDefault() is { } access)
        {
            Secure(operation, access.Allowed, context.Document!);
        }

        var problem = await context.GetOrCreateSchemaAsync(typeof(ProblemBody), cancellationToken: cancellationToken);
        (operation.Responses ??= [])["default"] = Refusal("Any refusal.", problem);
    }

    private static OpenApiParameter Parameter(InputDoc input) => new()
    {
        Name = input.Name,
        In = input.IsHeader ? ParameterLocation.Header : ParameterLocation.Query,
        Description = input.Text,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    };

    private static async Task<OpenApiRequestBody> Body(BodyDoc body, OpenApiOperationTransformerContext context, CancellationToken cancel) => new()
    {
        Required = body.IsRequired,
        Content = new Dictionary<string, OpenApiMediaType>
        {
            [body.ContentType] = new OpenApiMediaType
            {
                Schema = body.Schema is { } type
                    ? await context.GetOrCreateSchemaAsync(type, cancellationToken: cancel)
                    : new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" },
            },
        },
    };

    private static OpenApiRequestBody Form(List<PartDoc> parts) => new()
    {
        Required = true,
        Content = new Dictionary<string, OpenApiMediaType>
        {
            ["multipart/form-data"] = new OpenApiMediaType
            {
                Schema = new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    Properties = parts.ToDictionary(part => part.Name, Part),
                    Required = parts.Where(part => part.IsRequired).Select(part => part.Name).ToHashSet(),
                },
            },
        },
    };

    private static IOpenApiSchema Part(PartDoc part) =>
        new OpenApiSchema { Type = JsonSchemaType.String, Format = part.IsFile ? "binary" : null };

    private static void Secure(OpenApiOperation operation, Callers allowed, OpenApiDocument document)
    {
        if (allowed.HasFlag(Callers.Anyone))
        {
            return;
        }

        operation.Security = [.. SchemesOf(allowed).Select(name => new OpenApiSecurityRequirement
        {
            [new OpenApiSecuritySchemeReference(name, document)] = [],
        })];
        foreach (var (status, text) in new[] { (401, "No credential."), (403, "The credential is not good enough.") })
        {
            (operation.Responses ??= [])[status.ToString(CultureInfo.InvariantCulture)] = new OpenApiResponse { Description = text };
        }
    }

    private static IEnumerable<string> SchemesOf(Callers allowed) => SecuritySchemes.All
        .Where(scheme => scheme.Needs == Callers.Admins || allowed.HasFlag(scheme.Needs))
        .Select(scheme => scheme.Name);

    private static OpenApiResponse Refusal(string text, IOpenApiSchema schema) => new()
    {
        Description = text,
        Content = new Dictionary<string, OpenApiMediaType> { [Problem.ContentType] = new OpenApiMediaType { Schema = schema } },
    };
}
