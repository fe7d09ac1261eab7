namespace GrainJobs.Http;

/// <summary>Who may use a route. Admins may use all; a route that names nobody is theirs alone.</summary>
[Flags]
internal enum Callers
{
    Admins = 0,

    /// <summary>Keys of the role client.</summary>
    Clients = 1,

    /// <summary>Keys of the role worker.</summary>
    Workers = 2,

    /// <summary>The token of the job named by the route value <c>id</c>.</summary>
    JobToken = 4,

    /// <summary>The token of the build named by the route value <c>id</c>.</summary>
    BuildToken = 8,

    /// <summary>Any worker's token. Where the route names a worker as <c>worker</c>, only that worker's.</summary>
    WorkerToken = 16,

    /// <summary>Anybody, when <c>Auth__AnonymousJobReads</c> is set.</summary>
    AnonymousJobReaders = 32,

    /// <summary>Anybody.</summary>
    Anyone = 64,
}
