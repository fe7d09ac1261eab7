namespace GrainJobs.Files;

/// <summary>An upload went over its limit; nothing of it was kept.</summary>
public sealed class FileTooLargeException : IOException
{
    public FileTooLargeException()
        : base("The file is larger than allowed.")
    {
    }

    public FileTooLargeException(string message)
        : base(message)
    {
    }

    public FileTooLargeException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public FileTooLargeException(long maxBytes)
        : base($"The file is larger than the limit of {maxBytes} bytes.") => MaxBytes = maxBytes;

    /// <summary>The limit in bytes.</summary>
    public long MaxBytes { get; }
}
