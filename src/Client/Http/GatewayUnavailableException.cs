namespace GrainJobs.Http;

/// <summary>No gateway answered within the patience of the call. What was sent may or may not have been done.</summary>
public sealed class GatewayUnavailableException : Exception
{
    internal GatewayUnavailableException(string call, int tries, Exception cause)
        : base($"No answer to {call} after {tries} {(tries == 1 ? "try" : "tries")}: {cause.Message}", cause)
    {
    }
}
