using System.Runtime.InteropServices;

namespace GrainJobs.Storage;

/// <summary>Where this machine's PostgreSQL programs are, and how to run them: PostgreSQL refuses to run as root.</summary>
internal static partial class PostgresInstallation
{
    private const string DebianFolder = "/usr/lib/postgresql";

    /// <summary>The newest installed version's program folder; throws with the fix when there is none.</summary>
    internal static string Programs { get; } = FindPrograms();

    /// <summary>The account that a test run by root starts PostgreSQL as; null when the test isn't root.</summary>
    internal static string? Account { get; } = geteuid() == 0 ? FindAccount() : null;

    /// <summary>The command line that runs one of the programs as an account PostgreSQL accepts; the process keeps its id (exec).</summary>
    internal static (string File, IReadOnlyList<string> Arguments) Command(string program, params IEnumerable<string> arguments)
    {
        string path = Path.Combine(Programs, program);
        return Account is null
            ? (path, [.. arguments])
            : ("setpriv", ["--reuid", Account, "--regid", Account, "--clear-groups", "--", path, .. arguments]);
    }

    private static string FindPrograms()
    {
        IEnumerable<string> versions = Directory.Exists(DebianFolder) ? Directory.GetDirectories(DebianFolder) : [];
        return versions
            .Select(version => Path.Combine(version, "bin"))
            .Where(folder => File.Exists(Path.Combine(folder, "initdb")))
            .OrderByDescending(Version)
            .FirstOrDefault()
            ?? throw new InvalidOperationException($"No PostgreSQL in {DebianFolder}: apt-get install postgresql, or run ./test.sh, which does it.");
    }

    private static int Version(string programs) => int.TryParse(Path.GetFileName(Path.GetDirectoryName(programs)), out int major) ? major : 0;

    // Debian's package makes the account postgres with a group of that name.
    private static string FindAccount() => File.ReadLines("/etc/passwd").Any(line => line.StartsWith("postgres:", StringComparison.Ordinal))
        ? "postgres"
        : throw new InvalidOperationException("There is no account 'postgres' to run PostgreSQL as: apt-get install postgresql.");

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial uint geteuid();
}
