namespace GrainJobs.Benchmarks;

/// <summary>What to measure: <c>--db postgres|sqlite --scenarios P1,P2,P3,P4,P5 --jobs 50000 --runs 3 --json file</c>.</summary>
internal sealed record BenchmarkOptions
{
    public required bool Postgres { get; init; }

    public required IReadOnlyList<string> Scenarios { get; init; }

    /// <summary>Jobs of one measured run; latency takes 200.</summary>
    public required int Jobs { get; init; }

    public required int Runs { get; init; }

    public required string? JsonFile { get; init; }

    public static BenchmarkOptions Parse(string[] args)
    {
        string Value(string name, string fallback) => Array.IndexOf(args, "--" + name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : fallback;
        return new()
        {
            Postgres = Value("db", "postgres") == "postgres",
            Scenarios = Value("scenarios", "P1,P2,P3,P4,P5").Split(','),
            Jobs = int.Parse(Value("jobs", "50000"), System.Globalization.CultureInfo.InvariantCulture),
            Runs = int.Parse(Value("runs", "3"), System.Globalization.CultureInfo.InvariantCulture),
            JsonFile = Value("json", "") is { Length: > 0 } file ? file : null,
        };
    }
}
