namespace GrainJobs.Http;

/// <summary>Which limit holds for the requests of a route, see <see cref="Overload"/>.</summary>
internal sealed record LaneMark(RequestLane Lane);
