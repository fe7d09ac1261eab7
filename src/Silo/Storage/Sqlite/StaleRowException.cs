namespace GrainJobs.Storage;

/// <summary>A guarded statement found no row: rolls the transaction back, the connection stays good. Never leaves the adapter.</summary>
#pragma warning disable CA1032 // It carries nothing.
internal sealed class StaleRowException : Exception;
#pragma warning restore CA1032
