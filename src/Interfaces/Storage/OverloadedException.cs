namespace GrainJobs.Storage;

/// <summary>A bounded queue is full: refused early, nothing was begun. Answered as 503 with Retry-After.</summary>
[GenerateSerializer, Alias("gj.OverloadedException")]
public sealed class OverloadedException : Exception
{
    public OverloadedException()
        : base("More work is under way than the service accepts; try again shortly.")
    {
    }

    public OverloadedException(string message)
        : base(message)
    {
    }

    public OverloadedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
