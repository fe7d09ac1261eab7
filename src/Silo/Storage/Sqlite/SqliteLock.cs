namespace GrainJobs.Storage;

/// <summary>One process at a time: a file held open exclusively.</summary>
internal static class SqliteLock
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    internal static async Task<FileStream> Take(string path, TimeProvider time)
    {
        long began = time.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (time.GetElapsedTime(began) < Limit)
            {
                await Task.Delay(Pause, time);
            }
        }
    }
}
