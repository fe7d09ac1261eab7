using GrainJobs.Processes;

namespace GrainJobs.Hosting;

/// <summary>A fact about run.sh, which builds Release: a test run that was built otherwise skips it, and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FactInReleaseAttribute : FactAttribute
{
    public FactInReleaseAttribute()
    {
        if (SourceTree.Configuration != "Release")
        {
            Skip = "run.sh would build Release first; ./test.sh does";
        }
    }
}
