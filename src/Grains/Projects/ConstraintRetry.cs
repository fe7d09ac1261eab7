using GrainJobs.Storage;
using Microsoft.Extensions.Logging;

namespace GrainJobs.Projects;

/// <summary>Repeats a write that a check (23514) or a foreign key (23503) refused: three attempts in all, waiting 100 ms x attempt. Any other failure surfaces at once.</summary>
internal sealed partial class ConstraintRetry(TimeProvider time, ILogger<ConstraintRetry> logger)
{
    private const int Attempts = 3;
    private const string CheckViolation = "23514";
    private const string ForeignKeyViolation = "23503";
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    /// <param name="write">Decides anew each time, so that a later attempt may see what changed.</param>
    public async Task<T> Run<T>(ProjectId project, string name, Func<Task<T>> write)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await write();
            }
            catch (BadRowException refused) when (refused.SqlState is CheckViolation or ForeignKeyViolation)
            {
                LogRefused(project, name, attempt, Attempts, refused.SqlState, refused.Message);
                if (attempt == Attempts)
                {
                    throw;
                }

                await Task.Delay(Step * attempt, time);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Project {Project}: the write {Write} was refused on attempt {Attempt} of {Attempts} with {SqlState}: {Reason}")]
    private partial void LogRefused(ProjectId project, string write, int attempt, int attempts, string sqlState, string reason);
}
