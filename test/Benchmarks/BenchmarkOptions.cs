namespace GrainJobs.Benchmarks;

/// <summary>What to measure: <c>--db postgres|sqlite --scenarios P1,P2,... --jobs 50000 --runs 3 --silos 1 --connections 64 --json file</c>, <c>--scenarios soak --minutes 30 --rate 1000</c>.</summary>
internal sealed record BenchmarkOptions
{
    public required bool Postgres { get; init; }

    public required IReadOnlyList<string> Scenarios { get; init; }

    /// <summary>Jobs of one measured run; latency takes 200, builds a tenth.</summary>
    public required int Jobs { get; init; }

    public required int Runs { get; init; }

    /// <summary>Whether the server counts statements, which costs it a little.</summary>
    public required bool Statements { get; init; }

    /// <summary>Silos of P9 on PostgreSQL.</summary>
    public required int Silos { get; init; }

    /// <summary>Callers of P9-single and P9-lease, each with a connection of its own.</summary>
    public required int Connections { get; init; }

    /// <summary>How long the soak runs.</summary>
    public required int Minutes { get; init; }

    /// <summary>Jobs per second of the soak.</summary>
    public required int Rate { get; init; }

    public required string? JsonFile { get; init; }

    public static BenchmarkOptions Parse(string[] args)
    {
        string Value(string name, string fallback) => Array.IndexOf(args, "--" + name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : fallback;
        return new()
        {
            Postgres = Value("db", "postgres") == "postgres",
            Scenarios = Value("scenarios", "P1,P2,P3,P4,P5,P7,P9-single,P9-bulk,P9-lease,P10").Split(','),
            Jobs = int.Parse(Value("jobs", "50000"), System.Globalization.CultureInfo.InvariantCulture),
            Runs = int.Parse(Value("runs", "3"), System.Globalization.CultureInfo.InvariantCulture),
            Statements = Value("statements", "no") == "yes",
            Silos = int.Parse(Value("silos", "1"), System.Globalization.CultureInfo.InvariantCulture),
            Connections = int.Parse(Value("connections", "64"), System.Globalization.CultureInfo.InvariantCulture),
            Minutes = int.Parse(Value("minutes", "30"), System.Globalization.CultureInfo.InvariantCulture),
            Rate = int.Parse(Value("rate", "1000"), System.Globalization.CultureInfo.InvariantCulture),
            JsonFile = Value("json", "") is { Length: > 0 } file ? file : null,
        };
    }
}
