namespace GrainJobs.Http;

/// <summary>Marks of routes for <see cref="Overload"/>.</summary>
internal static class LaneMarks
{
    /// <summary>Marks a route whose requests may wait for long.</summary>
    internal static TBuilder Parks<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new LaneMark(RequestLane.Parked));

    /// <summary>Marks a route that must answer under any load.</summary>
    internal static TBuilder NeverRefused<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new LaneMark(RequestLane.Free));
}
