namespace GrainJobs.Faults;

/// <summary>A fact that needs a process whose clock can be stepped; skipped, saying so, where libfaketime is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FactWithFakeTimeAttribute : FactAttribute
{
    public FactWithFakeTimeAttribute()
    {
        if (!FakeTime.IsPossible)
        {
            Skip = "libfaketime is not installed: apt-get install libfaketime; ./test.sh does";
        }
    }
}
