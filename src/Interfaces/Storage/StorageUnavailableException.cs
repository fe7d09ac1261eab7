namespace GrainJobs.Storage;

/// <summary>Storage did not confirm: nothing may be acknowledged, and the outcome may be unknown. Retry later; every command is repeatable.</summary>
[GenerateSerializer, Alias("gj.StorageUnavailableException")]
public sealed class StorageUnavailableException : Exception
{
    public StorageUnavailableException()
        : base("Storage is unavailable.")
    {
    }

    public StorageUnavailableException(string message)
        : base(message)
    {
    }

    public StorageUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
