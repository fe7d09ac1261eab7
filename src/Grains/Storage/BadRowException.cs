namespace GrainJobs.Storage;

/// <summary>The database refused the content of some row of a batch; nothing of the batch was committed.</summary>
internal sealed class BadRowException : Exception
{
    public BadRowException()
    {
    }

    public BadRowException(string message)
        : base(message)
    {
    }

    public BadRowException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
