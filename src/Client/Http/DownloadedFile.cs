namespace GrainJobs.Http;

/// <summary>Streams an answer to disk.</summary>
internal static class DownloadedFile
{
    private const int BufferBytes = 64 * 1024;

    /// <summary>The file appears under its name only when it is whole; a broken connection starts it anew while the patience lasts.</summary>
    /// <param name="most">Refuses what is longer, in bytes.</param>
    internal static async Task ToFileAsync(Gateway gateway, Call call, string path, long most, CancellationToken stop)
    {
        string partial = path + ".part";
        try
        {
            Call timed = call with { Repeatable = true, Limit = gateway.Options.TransferLimit };
            await gateway.SendAsync(timed, answer => CopyAsync(answer, partial, most, stop), HttpCompletionOption.ResponseHeadersRead, stop);
            File.Move(partial, path, overwrite: true);
        }
        finally
        {
            File.Delete(partial);
        }
    }

    private static async Task<bool> CopyAsync(HttpResponseMessage answer, string partial, long most, CancellationToken stop)
    {
        await using Stream body = await answer.Content.ReadAsStreamAsync(stop);
        await using FileStream file = new(partial, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
        byte[] buffer = new byte[BufferBytes];
        long total = 0;
        for (int read = await body.ReadAsync(buffer, stop); read > 0; read = await body.ReadAsync(buffer, stop))
        {
            total += read;
            if (total > most)
            {
                throw new InvalidDataException($"The download is longer than the {most} bytes allowed.");
            }

            await file.WriteAsync(buffer.AsMemory(0, read), stop);
        }

        return answer.Content.Headers.ContentLength is { } length && length != total
            ? throw new HttpIOException(HttpRequestError.ResponseEnded, $"The download ended after {total} of {length} bytes.")
            : true;
    }
}
