namespace GrainJobs.FileProcessing.Reading;

/// <summary>A copy on disk that goes when it is closed, up to a limit.</summary>
internal sealed class Spool : IAsyncDisposable
{
    public const long MostBytes = 256L * 1024 * 1024;

    private readonly FileStream file = new(
        Path.Combine(Path.GetTempPath(), "grainjobs-" + Guid.NewGuid().ToString("N")),
        new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous });

    /// <summary>It was longer; what is on disk is cut off.</summary>
    public bool IsOverLimit { get; private set; }

    public async ValueTask Write(ReadOnlyMemory<byte> chunk, CancellationToken cancel)
    {
        IsOverLimit |= file.Length + chunk.Length > MostBytes;
        if (!IsOverLimit)
        {
            await file.WriteAsync(chunk, cancel);
        }
    }

    public Stream Rewound()
    {
        file.Position = 0;
        return file;
    }

    public ValueTask DisposeAsync() => file.DisposeAsync();
}
