namespace GrainJobs.Http;

/// <summary>A token that was found genuine: for this one thing, in this generation (a worker's tokens rotate; others stay 0).</summary>
internal sealed record AccessToken(TokenKind Kind, string Id, int Generation);
