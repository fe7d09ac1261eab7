namespace GrainJobs.Storage;

/// <summary>
/// A guarded write that found no row although the row is where it was expected: somebody else holds its lock, and the statement did not wait for it.
/// Tried again for a while here, where nobody else is held up.
/// </summary>
internal sealed class Lockout(TimeProvider time, TimeSpan patience)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly long began = time.GetTimestamp();

    /// <summary>Waits a moment; false when patience is at its end.</summary>
    public async Task<bool> Wait()
    {
        if (time.GetElapsedTime(began) >= patience)
        {
            return false;
        }

        await Task.Delay(Pause, time);
        return true;
    }
}
