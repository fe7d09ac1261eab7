namespace GrainJobs.Faults;

/// <summary>All tests of faults: one after the other, and beside no other test.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class FaultCollection : ICollectionFixture<FaultSite>
{
    internal const string Name = "faults";
}
