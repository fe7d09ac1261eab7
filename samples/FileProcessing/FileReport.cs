using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace GrainJobs.FileProcessing;

/// <summary>What was found out about a file.</summary>
public sealed record FileReport
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    public required string FileName { get; init; }

    /// <summary>Bytes.</summary>
    public required long Size { get; init; }

    /// <summary>64 lower-case hex digits.</summary>
    public required string Sha256 { get; init; }

    /// <summary>What it is by its content.</summary>
    public required string ContentType { get; init; }

    /// <summary>What its owner said it is.</summary>
    public string? DeclaredContentType { get; init; }

    /// <summary>Absent when it has no text, see <see cref="TextMissing"/>.</summary>
    public TextReport? Text { get; init; }

    /// <summary>Why there is no text.</summary>
    public string? TextMissing { get; init; }

    /// <summary>Counts of what the format is made of: pages, rows, columns, values.</summary>
    public IReadOnlyDictionary<string, long>? Structure { get; init; }

    /// <summary>As a job's result.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);
}
