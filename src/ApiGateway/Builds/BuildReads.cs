using GrainJobs.Http;

namespace GrainJobs.Builds;

/// <summary>Finds the build that a route names.</summary>
internal sealed class BuildReads(IGrainFactory grains)
{
    internal IBuildDeskGrain Desk => grains.GetGrain<IBuildDeskGrain>(0);

    internal IBuildGrain Grain(BuildId id) => grains.Refer<IBuildGrain>(id.Value);

    /// <summary>The build as committed; null when there is none of that id, or it can't be one.</summary>
    internal async Task<Build?> Find(string? id) => BuildId.IsValid(id) ? await Desk.Find(new(id!)) : null;

    internal static Answer NotFound() => Problem.Of(RefusalCode.BuildNotFound, "Build not found");
}
