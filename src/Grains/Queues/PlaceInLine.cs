namespace GrainJobs.Queues;

/// <summary>How many go before an entry.</summary>
/// <param name="Ahead">Exact, or as far as was counted.</param>
/// <param name="IsAtLeast">There may be more: the count ended at its limit.</param>
internal readonly record struct PlaceInLine(long Ahead, bool IsAtLeast)
{
    /// <summary>Counting a longer line would cost the database more than the answer is worth.</summary>
    public const int MostCounted = 100_000;

    /// <summary>Lines (a lane and key each) that are looked at.</summary>
    public const int MostLines = 1_000;

    /// <summary>From what was counted within the limits.</summary>
    public static PlaceInLine Of(long ahead, long lines) => new(Math.Min(ahead, MostCounted), ahead >= MostCounted || lines >= MostLines);

    /// <summary>Without some that were counted but are not in line any more.</summary>
    public PlaceInLine Without(int gone) => this with { Ahead = Math.Max(0, Ahead - gone) };

    /// <summary>As a person reads it.</summary>
    public override string ToString() => (IsAtLeast ? "at least " : "") + Ahead.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
