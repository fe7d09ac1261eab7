namespace GrainJobs.Workers;

/// <summary>Reads of committed worker rows: answered by the nearest silo without waking a worker. Key 0. Any number may run at once.</summary>
[Alias("gj.IWorkerDeskGrain")]
public interface IWorkerDeskGrain : IGrainWithIntegerKey
{
    [Alias("List")]
    Task<WorkerView[]> List(WorkerFilter filter);

    /// <summary>One worker with what it has done; null when it is not registered.</summary>
    [Alias("Account")]
    Task<WorkerAccount?> Account(WorkerId id);

    /// <summary>Registered workers that are not offline.</summary>
    [Alias("CountOnline")]
    Task<long> CountOnline();
}
