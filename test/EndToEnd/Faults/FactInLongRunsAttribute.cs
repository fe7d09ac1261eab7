namespace GrainJobs.Faults;

/// <summary>A fact that needs minutes and the machine for itself: only with <c>GRAINJOBS_TEST_LONG=1</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FactInLongRunsAttribute : FactAttribute
{
    public FactInLongRunsAttribute()
    {
        if (!FaultLength.IsLong)
        {
            Skip = "a measurement of minutes: set GRAINJOBS_TEST_LONG=1";
        }
    }
}
