using System.Globalization;
using GrainJobs.Files;
using Microsoft.Net.Http.Headers;

namespace GrainJobs.Http;

/// <summary>
/// Sends a stored file as an attachment, or one range of it. Always octet-stream: what a client uploaded is never shown by a browser
/// as a page.
/// </summary>
internal sealed class Download(IFileStore store, FileId id, string name, string? sha256 = null) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        await using var whole = await store.Open(id, new(0, 0), httpContext.RequestAborted);
        if (whole is null)
        {
            await Problem.Of(ProblemCode.FileNotFound, "The file is no longer there.").ExecuteAsync(httpContext);
            return;
        }

        SetHeaders(httpContext.Response);
        await Send(httpContext, whole.TotalLength);
    }

    private async Task Send(HttpContext context, long total)
    {
        switch (RangeOf(context.Request, total))
        {
            case null:
                await Copy(context, FileRange.Whole, total);
                break;
            case { Length: 0 }:
                await Refuse(context, total);
                break;
            case { Length: { } length } range:
                context.Response.StatusCode = StatusCodes.Status206PartialContent;
                context.Response.GetTypedHeaders().ContentRange = new(range.Offset, range.Offset + length - 1, total);
                await Copy(context, range, length);
                break;
            default:
                throw new InvalidOperationException("A range here always has a length.");
        }
    }

    private async Task Copy(HttpContext context, FileRange range, long length)
    {
        context.Response.ContentLength = length;
        if (HttpMethods.IsHead(context.Request.Method))
        {
            return;
        }

        // It may have been deleted in between: then the announced length is not met and the client sees a broken transfer.
        await using var part = await store.Open(id, range, context.RequestAborted);
        if (part is not null)
        {
            await part.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
        }
    }

    private static Task Refuse(HttpContext context, long total)
    {
        context.Response.Headers.Clear();
        DoorHeaders.Set(context.Response);
        context.Response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes */{total}");
        return Problem.Of(ProblemCode.RangeNotSatisfiable, "The range lies outside the file.").ExecuteAsync(context);
    }

    private void SetHeaders(HttpResponse response)
    {
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(name);
        response.ContentType = "application/octet-stream";
        response.Headers.ContentDisposition = disposition.ToString();
        response.Headers.AcceptRanges = "bytes";
        if (sha256 is not null)
        {
            response.Headers.ETag = $"\"{sha256}\"";
            response.Headers["Repr-Digest"] = $"sha-256=:{Convert.ToBase64String(Convert.FromHexString(sha256))}:";
        }
    }

    // One range is served; several at once are answered with the whole file, as the standard allows. Length 0: not satisfiable.
    private FileRange? RangeOf(HttpRequest request, long total)
    {
        var headers = request.GetTypedHeaders();
        if (headers.Range is not { Ranges.Count: 1 } ranges || ranges.Unit != "bytes" || !IsSameFile(headers.IfRange))
        {
            return null;
        }

        var range = ranges.Ranges.Single();
        var from = range.From ?? Math.Max(0, total - range.To!.Value);
        var to = range.From is null ? total - 1 : Math.Min(range.To ?? (total - 1), total - 1);
        return new(from, Math.Max(0, to - from + 1));
    }

    private bool IsSameFile(RangeConditionHeaderValue? condition) =>
        condition is null || (sha256 is not null && condition.EntityTag?.Tag == $"\"{sha256}\"");
}
