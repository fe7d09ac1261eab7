using Microsoft.Extensions.Logging;

namespace GrainJobs.Workers;

internal sealed partial class Agent
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Agent {WorkerId} works for {Server}: platforms {Platforms}, capacity {Capacity}")]
    private partial void LogWorking(string workerId, Uri server, string platforms, int capacity);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The gateway can't be reached or refuses: {Reason}")]
    private partial void LogAway(string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Draining: {Count} builds are running")]
    private partial void LogDraining(int count);

    [LoggerMessage(Level = LogLevel.Information, Message = "Drained")]
    private partial void LogDrained();
}
