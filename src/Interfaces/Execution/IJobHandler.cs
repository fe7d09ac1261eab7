namespace GrainJobs.Execution;

/// <summary>Runs jobs of one type inside the silo.</summary>
/// <typeparam name="TPayload">
/// A record of scalars: ids, numbers, texts, times, flags and lists of these. Rows and computed data don't belong in a payload: fetch fresh in <see cref="Run"/>.
/// </typeparam>
public interface IJobHandler<in TPayload>
    where TPayload : class
{
    /// <summary>Runs one attempt. Outcomes are values; an exception is a failure, classified by the type's settings (transient unless known better).</summary>
    Task<JobOutcome> Run(TPayload payload, IJobContext context);
}
