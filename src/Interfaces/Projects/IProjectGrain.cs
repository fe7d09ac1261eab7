using Orleans.Concurrency;

namespace GrainJobs.Projects;

/// <summary>One project: every command that addresses it, and the news of its builds. Reads go to its row, see <see cref="IProjectDeskGrain"/>.</summary>
[Alias("gj.IProjectGrain")]
public interface IProjectGrain : IGrainWithStringKey
{
    /// <summary>Creates it or changes what is said of it. Answers whether it was new.</summary>
    [Alias("Put")]
    Task<ProjectPut> Put(ProjectDraft draft);

    /// <summary>Asks for a build. A repeated operation is answered with the build it already has.</summary>
    [Alias("Update")]
    Task<Result<ProjectReceipt>> Update(ProjectUpdate update);

    /// <summary>A build of this project was assigned or has ended: look at its row. News that is lost is found by <see cref="Attend"/>.</summary>
    [Alias("BuildChanged"), OneWay]
    Task BuildChanged(string buildId);

    /// <summary>Look after the builds that are not settled: take up what was missed, end ghosts.</summary>
    [Alias("Attend"), OneWay]
    Task Attend();
}
