namespace GrainJobs.Http;

/// <summary>A multipart body that was read to its end: text fields, and files that are already in the store.</summary>
internal sealed record UploadForm(IReadOnlyDictionary<string, string> Fields, IReadOnlyDictionary<string, UploadedFile> Files)
{
    /// <summary>Whether something committed refers to the files.</summary>
    internal bool IsKept { get; private set; }

    /// <summary>Says that something committed refers to the files; else they are removed when the request ends.</summary>
    internal void Keep() => IsKept = true;

    /// <summary>A field's text; null when absent or empty.</summary>
    internal string? Field(string name) => Fields.GetValueOrDefault(name) is { Length: > 0 } text ? text : null;

    /// <summary>A file; null when absent.</summary>
    internal UploadedFile? File(string name) => Files.GetValueOrDefault(name);

    /// <summary>Of the fields and the files' content; for <see cref="Once"/>.</summary>
    internal string Fingerprint() => Http.Fingerprint.Of(
        Fields.Concat(Files.Select(file => KeyValuePair.Create(file.Key, file.Value.Stored.Sha256))));
}
