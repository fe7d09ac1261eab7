namespace GrainJobs.Builds;

#pragma warning disable CA1032 // It always says what is wrong.

/// <summary>The source can't be built as it is.</summary>
internal sealed class PlanRefusedException(string message, string failureClass = "permanent") : Exception(message)
{
    /// <summary>What the gateway is told.</summary>
    internal string Class => failureClass;
}
