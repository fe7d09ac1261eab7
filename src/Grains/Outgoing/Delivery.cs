namespace GrainJobs.Outgoing;

/// <summary>One thing to deliver.</summary>
/// <param name="Target">Where to, as the client gave it.</param>
/// <param name="Id">Constant over every retry, so that the receiver can tell a repetition.</param>
/// <param name="TraceParent">The W3C trace context it belongs to; absent: none.</param>
internal sealed record Delivery(string Target, string Id, string ContentType, byte[] Body, string? TraceParent);
