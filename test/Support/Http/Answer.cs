using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace GrainJobs.Http;

/// <summary>What the gateway answered. <see cref="Json"/> is null when the body is none or not JSON.</summary>
public sealed record Answer(int Status, HttpResponseHeaders Headers, HttpContentHeaders ContentHeaders, string Text, JsonNode? Json)
{
    /// <summary>A 2xx: what it says is promised.</summary>
    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>A member of the JSON object, or of one below it by a dotted path; null when absent.</summary>
    public JsonNode? this[string path] => path.Split('.').Aggregate(Json, (node, name) => node is JsonObject inner ? inner[name] : null);

    /// <summary>That member as text; null when absent.</summary>
    public string? Value(string path) => this[path]?.ToString();

    /// <summary>The stable code of a problem document.</summary>
    public string? Code => Value("code");

    /// <summary>Itself when it has that status; else throws with the whole body.</summary>
    public Answer Expect(int status) => Status == status ? this : throw new InvalidOperationException($"Expected {status}, got {Status}: {Text}");

    public override string ToString() => $"{Status} {Text}";
}
