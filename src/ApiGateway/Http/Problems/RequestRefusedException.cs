namespace GrainJobs.Http;

/// <summary>Ends reading a request early from deep inside a parser. Endpoints return answers; they don't throw this.</summary>
#pragma warning disable CA1032, CA1064 // It exists only with an answer, and only inside the door.
internal sealed class RequestRefusedException(Answer answer) : Exception("The request was refused.")
#pragma warning restore CA1032, CA1064
{
    internal Answer Answer { get; } = answer;
}
