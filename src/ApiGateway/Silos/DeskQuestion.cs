using GrainJobs.Jobs;

namespace GrainJobs.Silos;

/// <summary>Something a desk can be asked for one and for many.</summary>
/// <param name="Together">Answers in order; null: this one has to be asked alone.</param>
/// <param name="Alone">The same for one.</param>
/// <param name="Characters">About how large one is.</param>
internal sealed record DeskQuestion<TAsk, TAnswer>(
    Func<IJobDeskGrain, TAsk[], Task<TAnswer?[]>> Together, Func<IJobDeskGrain, TAsk, Task<TAnswer>> Alone, Func<TAsk, int> Characters)
    where TAnswer : struct;
