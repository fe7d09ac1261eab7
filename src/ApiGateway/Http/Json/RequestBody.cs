using System.Buffers;
using System.Text.Json.Serialization.Metadata;

namespace GrainJobs.Http;

/// <summary>Reads bodies that fit in memory. Each route's size limit is enforced by the server while it reads.</summary>
internal static class RequestBody
{
    /// <summary>A JSON body as a record that has passed its rules. An empty one counts as <c>{}</c>, with or without a content type.</summary>
    internal static async ValueTask<Result<T>> Json<T>(HttpContext context, JsonTypeInfo<T> type, Action<T, FieldFaults> judge)
        where T : class => (await Read(context, type)).Judged(judge);

    /// <summary>As <see cref="Json"/>, yet to be judged.</summary>
    internal static async ValueTask<JsonReading<T>> Read<T>(HttpContext context, JsonTypeInfo<T> type)
        where T : class
    {
        var bytes = await JsonBytes(context);
        return bytes.IsRefused ? JsonReading<T>.Malformed(bytes.Refusal) : StrictJson.ReadOrEmpty(bytes.Value, type);
    }

    /// <summary>The bytes of a JSON body; refused when the content type says otherwise.</summary>
    internal static async ValueTask<Result<byte[]>> JsonBytes(HttpContext context)
    {
        var bytes = await Bytes(context);
        return bytes.Length == 0 || context.Request.HasJsonContentType()
            ? bytes
            : new Refusal(ProblemCode.UnsupportedMediaType, "The body must be JSON, with the content type application/json.");
    }

    /// <summary>The whole body.</summary>
    internal static async ValueTask<byte[]> Bytes(HttpContext context)
    {
        if (context.Request.ContentLength == 0)
        {
            return [];
        }

        var reader = context.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(context.RequestAborted);
            if (read.IsCompleted)
            {
                var bytes = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return bytes;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
