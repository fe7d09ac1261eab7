using System.Text;

namespace GrainJobs.Logs;

/// <summary>Carries one output stream of a build into its log: decoded, masked, cut into lines.</summary>
internal sealed class OutputPump(Stream output, string level, SecretMask mask, BuildLog log, TimeProvider time)
{
    private const int BufferBytes = 16 * 1024;
    private static readonly TimeSpan LastReadLimit = TimeSpan.FromSeconds(1);
    private readonly LogLines lines = new();

    /// <summary>Until everybody who holds the stream has closed it.</summary>
    /// <param name="closing">The command is gone: read what is there, but wait for no one who still holds the stream.</param>
    /// <param name="giveUp">Wait no longer for a log that takes nothing.</param>
    internal async Task RunAsync(CancellationToken closing, CancellationToken giveUp)
    {
        Decoder decoder = Encoding.UTF8.GetDecoder();
        byte[] bytes = new byte[BufferBytes];
        char[] chars = new char[Encoding.UTF8.GetMaxCharCount(BufferBytes)];
        for (int read = await ReadAsync(bytes, closing); read > 0; read = await ReadAsync(bytes, closing))
        {
            int count = decoder.GetChars(bytes.AsSpan(0, read), chars, flush: false);
            await WriteAsync(lines.Push(mask.Push(chars.AsSpan(0, count))), giveUp);
        }

        await WriteAsync([.. lines.Push(mask.Flush()), .. lines.Flush()], giveUp);
    }

    private async Task<int> ReadAsync(byte[] bytes, CancellationToken closing)
    {
        try
        {
            return await output.ReadAsync(bytes, closing);
        }
        catch (OperationCanceledException) when (closing.IsCancellationRequested)
        {
            return await LastReadAsync(bytes);
        }
    }

    private async Task<int> LastReadAsync(byte[] bytes)
    {
        using CancellationTokenSource limit = new(LastReadLimit, time);
        try
        {
            return await output.ReadAsync(bytes, limit.Token);
        }
        catch (OperationCanceledException)
        {
            return 0;
        }
    }

    private async Task WriteAsync(IEnumerable<string> some, CancellationToken giveUp)
    {
        foreach (string line in some)
        {
            await log.WriteAsync(level, line, giveUp);
        }
    }
}
