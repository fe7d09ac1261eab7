using System.Text;
using GrainJobs.Files;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace GrainJobs.Http;

/// <summary>Reads multipart bodies part by part: files stream straight into the store, in any order, and nothing is kept in memory.</summary>
internal sealed class FormReader(IFileStore store)
{
    private const int LongestField = 64 * 1024;
    private const int MostParts = 100;
    private const int LongestBoundary = 128;

    /// <summary>
    /// Reads the form and gives it to <paramref name="use"/>. Files of a body that is refused or cut, and files that
    /// <paramref name="use"/> did not <see cref="UploadForm.Keep"/>, are removed again. When <paramref name="use"/> fails, it is not
    /// known whether anything refers to them: they stay, and the sweep of orphans decides later.
    /// </summary>
    internal async Task<Answer> Read(HttpContext context, FormSpec spec, Func<UploadForm, Task<Answer>> use)
    {
        var type = FormType(context.Request);
        if (Boundary(type) is not { } boundary)
        {
            return type is null
                ? Problem.Of(ProblemCode.UnsupportedMediaType, "The body must be multipart/form-data.")
                : Problem.Of(RefusalCode.Invalid, "The content type multipart/form-data must name its boundary, of at most 128 characters.");
        }

        var parts = new Parts();
        if (await TryReadParts(context, boundary, spec, parts) is { } refusal)
        {
            await Discard(parts);
            return refusal;
        }

        var form = new UploadForm(parts.Fields, parts.Files);
        var answer = await use(form);
        if (!form.IsKept)
        {
            await Discard(parts);
        }

        return answer;
    }

    private async Task<Answer?> TryReadParts(HttpContext context, string boundary, FormSpec spec, Parts parts)
    {
        var isWhole = false;
        try
        {
            var refusal = await ReadParts(context, boundary, spec, parts);
            isWhole = true;
            return refusal;
        }
        finally
        {
            if (!isWhole)
            {
                await Discard(parts);
            }
        }
    }

    private async Task<Answer?> ReadParts(HttpContext context, string boundary, FormSpec spec, Parts parts)
    {
        var reader = new MultipartReader(boundary, context.Request.Body) { HeadersCountLimit = 16, HeadersLengthLimit = 16 * 1024 };
        for (var count = 0; await Next(reader, context.RequestAborted) is { } section; count++)
        {
            if (count >= MostParts)
            {
                return Problem.Of(ProblemCode.MalformedRequest, "The multipart body has more than 100 parts.");
            }

            if (await ReadPart(section, spec, parts, context.RequestAborted) is { } refusal)
            {
                return refusal;
            }
        }

        return null;
    }

    private static async Task<MultipartSection?> Next(MultipartReader reader, CancellationToken cancel)
    {
        try
        {
            return await reader.ReadNextSectionAsync(cancel);
        }
        catch (IOException broken) when (PartStream.IsBrokenForm(broken))
        {
            throw new InvalidDataException("The form breaks off.", broken);
        }
    }

    private async Task<Answer?> ReadPart(MultipartSection section, FormSpec spec, Parts parts, CancellationToken cancel)
    {
        var disposition = section.GetContentDispositionHeader();
        var name = disposition is null ? "" : HeaderUtilities.RemoveQuotes(disposition.Name).ToString();
        if (parts.Fields.ContainsKey(name) || parts.Files.ContainsKey(name))
        {
            return Problem.Field(name, "is given twice");
        }

        if (spec.Files.TryGetValue(name, out var limit) && (disposition!.IsFileDisposition() || !spec.Fields.Contains(name)))
        {
            parts.Files[name] = await Store(section, disposition!, limit, cancel);
            return null;
        }

        return spec.Fields.Contains(name) ? await ReadField(section, name, parts, cancel) : null;
    }

    private async Task<UploadedFile> Store(MultipartSection section, ContentDispositionHeaderValue disposition, long limit, CancellationToken cancel)
    {
        var stored = await store.Save(new PartStream(section.Body), limit, cancel);
        var name = HeaderUtilities.RemoveQuotes(disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).ToString();
        return new(stored, FileName.Clean(name), FileName.CleanType(section.ContentType));
    }

    private static async Task<Answer?> ReadField(MultipartSection section, string name, Parts parts, CancellationToken cancel)
    {
        var bytes = new byte[LongestField + 1];
        var length = await new PartStream(section.Body).ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancel);
        if (length > LongestField)
        {
            return Problem.Of(RefusalCode.TooLarge, $"The field {name} is larger than 64 KiB.");
        }

        if (!JsonText.IsUtf8(bytes.AsSpan(0, length)) || bytes.AsSpan(0, length).Contains((byte)0))
        {
            return Problem.Field(name, "must be UTF-8 text without U+0000");
        }

        parts.Fields[name] = Encoding.UTF8.GetString(bytes, 0, length);
        return null;
    }

    private async Task Discard(Parts parts)
    {
        foreach (var file in parts.Files.Values)
        {
            await store.Delete(file.Stored.Id, CancellationToken.None);
        }
    }

    private static MediaTypeHeaderValue? FormType(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            ? type
            : null;

    private static string? Boundary(MediaTypeHeaderValue? type) =>
        type is not null && HeaderUtilities.RemoveQuotes(type.Boundary) is { Length: > 0 and <= LongestBoundary } boundary ? boundary.ToString() : null;

    private sealed class Parts
    {
        internal Dictionary<string, string> Fields { get; } = new(StringComparer.Ordinal);

        internal Dictionary<string, UploadedFile> Files { get; } = new(StringComparer.Ordinal);
    }
}
