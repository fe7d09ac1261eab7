namespace GrainJobs.Http;

/// <summary>The gateway said no. <see cref="Exception.Message"/> is its human sentence.</summary>
public sealed class GatewayException : Exception
{
    internal GatewayException(int status, ProblemDocument problem, TimeSpan? retryAfter)
        : base(problem.Error ?? problem.Detail ?? problem.Title ?? $"The gateway answered {status}.")
    {
        Status = status;
        Code = problem.Code;
        Fields = problem.Errors ?? new Dictionary<string, string[]>();
        RetryAfter = retryAfter;
    }

    /// <summary>The HTTP status.</summary>
    public int Status { get; }

    /// <summary>The stable snake_case code; absent when something in front of the gateway answered.</summary>
    public string? Code { get; }

    /// <summary>What is wrong with which field; empty unless the request was invalid.</summary>
    public IReadOnlyDictionary<string, string[]> Fields { get; }

    /// <summary>How long to wait before asking again, when it said so.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>The lease is over: nothing more that is said under it counts.</summary>
    public bool IsLeaseLost => Status is 403 or 409 or 410 && !IsTokenRefused;

    /// <summary>The worker's token is no longer good; registering again gives a new one.</summary>
    internal bool IsTokenRefused => Status == 401 || Code == "forbidden";
}
