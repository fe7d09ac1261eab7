namespace GrainJobs.Workers;

#pragma warning disable CA1032 // It always says why.

/// <summary>The gateway refuses the agent's key: a matter of configuration.</summary>
internal sealed class KeyRefusedException(string message) : Exception(message);
