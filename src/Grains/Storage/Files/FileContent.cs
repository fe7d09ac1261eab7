namespace GrainJobs.Files;

/// <summary>An open file, or a part of one. Dispose it.</summary>
/// <param name="Content">The bytes asked for, read forward only.</param>
/// <param name="TotalLength">Bytes of the whole file.</param>
public sealed record FileContent(Stream Content, long TotalLength) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Content.DisposeAsync();
}
