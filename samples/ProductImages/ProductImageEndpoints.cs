using Microsoft.AspNetCore.Http.HttpResults;
using System.Data.Common;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace GrainJobs.ProductImages;

/// <summary>Drives the sample over HTTP: make orders, look at them, and take them away while their images are searched.</summary>
public static class ProductImageEndpoints
{
    private const int MostDrafts = 100;
    private const int LongestText = 200;

    /// <summary>The caller says who may use them.</summary>
    public static RouteGroupBuilder MapProductImages(this IEndpointRouteBuilder routes)
    {
        var samples = routes.MapGroup("/samples/product-images");
        samples.MapPost("/orders", Create).WithName("createSampleOrder").WithSummary("Creates an order with drafts and asks for their images.").WithTags("Samples");
        samples.MapGet("/orders/{id}", Get).WithName("getSampleOrder").WithSummary("An order with the images of its drafts.").WithTags("Samples");
        foreach (var kind in (string[])["merchant", "order", "draft"])
        {
            samples.MapDelete($"/{kind}s/{{id}}", (string id, HttpContext context, ProductImageOrders orders) => Delete(kind, id, context, orders))
                .WithName($"deleteSample{char.ToUpperInvariant(kind[0])}{kind[1..]}").WithSummary("Removes it with everything below.").WithTags("Samples");
        }

        return samples;
    }

    private static async Task<IResult> Create(HttpContext context, ProductImageOrders orders)
    {
        OrderBody? body;
        try
        {
            body = await JsonSerializer.DeserializeAsync(context.Request.Body, SampleJson.Default.OrderBody, context.RequestAborted);
        }
        catch (JsonException)
        {
            body = null;
        }

        if (body is null || !IsText(body.MerchantId) || body.Drafts.Length > MostDrafts || !body.Drafts.All(IsText) || body.PurchaseOrderId is { } id && !IsId(id))
        {
            return Refuse(400, "invalid_request", "Give merchantId, at most 100 drafts (texts up to 200 characters), and purchaseOrderId of A-Z a-z 0-9 _ - or none");
        }

        try
        {
            var order = await orders.Create(body, context.RequestAborted);
            return TypedResults.Json(order, SampleJson.Default.OrderView, statusCode: StatusCodes.Status201Created);
        }
        catch (DbException taken) when (taken.SqlState == "23505" || taken.Message.Contains("UNIQUE", StringComparison.Ordinal))
        {
            return Refuse(409, "state_conflict", "There is an order of that id");
        }
    }

    private static async Task<IResult> Get(string id, HttpContext context, ProductImageOrders orders) =>
        await orders.Find(id, context.RequestAborted) is { } order ? TypedResults.Json(order, SampleJson.Default.OrderView) : TypedResults.NotFound();

    private static async Task<IResult> Delete(string kind, string id, HttpContext context, ProductImageOrders orders) =>
        await orders.Delete(kind, id, context.RequestAborted) ? TypedResults.NoContent() : TypedResults.NotFound();

    private static ProblemHttpResult Refuse(int status, string code, string error) => TypedResults.Problem(
        error, statusCode: status, type: "urn:grainjobs:error:" + code, extensions: new Dictionary<string, object?> { ["error"] = error, ["code"] = code });

    private static bool IsText(string? text) => text is { Length: > 0 and <= LongestText } && !text.Contains('\0', StringComparison.Ordinal);

    private static bool IsId(string id) => id.Length is > 0 and <= 60 && id.All(each => char.IsAsciiLetterOrDigit(each) || each is '_' or '-');
}
