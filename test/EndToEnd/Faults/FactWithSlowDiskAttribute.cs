using GrainJobs.Storage;

namespace GrainJobs.Faults;

/// <summary>A fact that needs a disk it can slow; skipped where there is no compiler to make the library that does it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FactWithSlowDiskAttribute : FactAttribute
{
    public FactWithSlowDiskAttribute()
    {
        if (!SlowDisk.IsPossible)
        {
            Skip = "the disk is slowed by a library that gcc makes: apt-get install gcc libc6-dev";
        }
    }
}
