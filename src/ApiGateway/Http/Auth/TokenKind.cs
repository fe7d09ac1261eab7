namespace GrainJobs.Http;

/// <summary>What a derived token opens.</summary>
internal enum TokenKind
{
    Job,
    Build,
    Worker,
}
