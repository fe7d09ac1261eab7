namespace GrainJobs.Hosting;

/// <summary>The configuration can't be used: every problem at once, each naming its setting and the way to fix it, never its value.</summary>
public sealed class BadSettingsException : Exception
{
    public BadSettingsException()
        : this([])
    {
    }

    public BadSettingsException(string message)
        : this([message])
    {
    }

    public BadSettingsException(string message, Exception innerException)
        : base(message, innerException) => Problems = [message];

    public BadSettingsException(IReadOnlyList<string> problems)
        : base(string.Join(Environment.NewLine, problems)) => Problems = problems;

    /// <summary>One line each.</summary>
    public IReadOnlyList<string> Problems { get; }
}
