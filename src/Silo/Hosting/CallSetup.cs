using Orleans.Serialization;

namespace GrainJobs.Hosting;

/// <summary>What holds for calls between processes, on whichever side.</summary>
internal static class CallSetup
{
    /// <summary>How long a call is waited for.</summary>
    internal static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>
    /// An exception of a library (the database's, the runtime's own) inside another must not keep that one from the caller. Left to itself the
    /// runtime passes on few kinds, and tells the caller of a failure to serialize instead.
    /// </summary>
    internal static void PassOnAll(ExceptionSerializationOptions options) => options.SupportedExceptionTypeFilter = _ => true;
}
