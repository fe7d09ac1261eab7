using System.Buffers;
using System.Text.Json;

namespace GrainJobs.FileProcessing.Text;

/// <summary>The names and strings of a JSON document, read token by token. A document that breaks off or is none keeps what was read before.</summary>
internal sealed class JsonText(TextStatistics text) : ITextExtractor
{
    private const int LongestToken = 4 * 1024 * 1024;
    private static readonly JsonReaderOptions Options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 512, AllowMultipleValues = true };

    private readonly ArrayBufferWriter<byte> pending = new(64 * 1024);
    private JsonReaderState state = new(Options);
    private bool isFirst = true;
    private string? fault;
    private long values;
    private long depth;

    public ValueTask Write(ReadOnlyMemory<byte> chunk, CancellationToken cancel)
    {
        if (fault is null)
        {
            var bytes = chunk.Span;
            bytes = isFirst && bytes is [0xef, 0xbb, 0xbf, ..] ? bytes[3..] : bytes;
            isFirst = false;
            pending.Write(bytes);
            Parse(isLast: false);
        }

        return ValueTask.CompletedTask;
    }

    public Task<Extracted> End(CancellationToken cancel)
    {
        Parse(isLast: true);
        text.End();
        return Task.FromResult(new Extracted
        {
            Encoding = "utf-8",
            Mime = fault is null ? null : "text/plain",
            Structure = new Dictionary<string, long> { ["values"] = values, ["depth"] = depth },
        });
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void Parse(bool isLast)
    {
        if (fault is not null)
        {
            return;
        }

        var reader = new Utf8JsonReader(pending.WrittenSpan, isLast, state);
        try
        {
            while (reader.Read())
            {
                Take(ref reader);
            }
        }
        catch (JsonException exception)
        {
            fault = exception.Message;
            return;
        }

        state = reader.CurrentState;
        Keep((int)reader.BytesConsumed);
    }

    private void Take(ref Utf8JsonReader reader)
    {
        depth = Math.Max(depth, reader.CurrentDepth);
        values += reader.TokenType is JsonTokenType.String or JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null ? 1 : 0;
        if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
        {
            text.Add(ReadText(ref reader));
            text.Add(['\n']);
        }
    }

    /// <summary>A lone surrogate in an escape is no text.</summary>
    private static string ReadText(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            return "\uFFFD";
        }
    }

    private void Keep(int consumed)
    {
        var rest = pending.WrittenSpan[consumed..].ToArray();
        pending.ResetWrittenCount();
        pending.Write(rest);
        fault = rest.Length > LongestToken ? "A string is too long" : null;
    }
}
