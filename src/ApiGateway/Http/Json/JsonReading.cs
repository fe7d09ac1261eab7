namespace GrainJobs.Http;

/// <summary>A body as far as it could be read. What can't be read of it is noted; the rest can still be judged, so that all faults are told at once.</summary>
internal sealed class JsonReading<T>
    where T : class
{
    private readonly T? whole;
    private readonly Refusal? malformed;

    private JsonReading(T? whole, T? part, FieldFaults faults, Refusal? malformed)
    {
        (this.whole, Part, Faults, this.malformed) = (whole, part, faults, malformed);
    }

    /// <summary>What is left without the members that could not be read; null when that is nothing.</summary>
    internal T? Part { get; }

    /// <summary>What could not be read.</summary>
    internal FieldFaults Faults { get; }

    internal static JsonReading<T> Whole(T value) => new(value, value, new(), null);

    internal static JsonReading<T> Partly(T? part, FieldFaults faults) => new(null, part, faults, null);

    internal static JsonReading<T> Malformed(Refusal refusal) => new(null, null, new(), refusal);

    /// <summary>Why it could not be read whole; null when it could.</summary>
    internal Refusal? Refusal => malformed ?? (Faults.IsEmpty ? null : Faults.ToRefusal());

    /// <summary>The record, or all that is wrong with it.</summary>
    internal Result<T> Judged(Action<T, FieldFaults>? judge)
    {
        if (Part is not null)
        {
            judge?.Invoke(Part, Faults);
        }

        return Refusal is { } refusal ? refusal : whole!;
    }

    /// <summary>
    /// The record for a caller who is yet to be admitted: judged only when it could not be read whole, for who may not write
    /// need not learn what may be written.
    /// </summary>
    internal Result<T> Unjudged(Action<T, FieldFaults> judge) => Judged(whole is null ? judge : null);
}
