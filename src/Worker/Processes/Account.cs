using System.Globalization;

namespace GrainJobs.Processes;

/// <summary>An account of this machine that builds run as, so that they can't read what is the agent's: its key, other builds.</summary>
internal sealed record Account(string Name, int User, int Group)
{
    private static readonly EnumerationOptions Everything = new() { RecurseSubdirectories = true, AttributesToSkip = 0 };

    /// <summary>The account of that name in /etc/passwd; null when there is none.</summary>
    internal static Account? Find(string name) => File.ReadLines("/etc/passwd")
        .Select(line => line.Split(':'))
        .Where(fields => fields.Length > 3 && fields[0] == name)
        .Select(fields => new Account(name, int.Parse(fields[2], CultureInfo.InvariantCulture), int.Parse(fields[3], CultureInfo.InvariantCulture)))
        .FirstOrDefault();

    /// <summary>What to put before a command so that it runs as this account and can never become more.</summary>
    internal IReadOnlyList<string> Prefix => ["setpriv", $"--reuid={User}", $"--regid={Group}", "--init-groups", "--no-new-privs", "--"];

    /// <summary>Gives it a folder with all that is in it.</summary>
    internal void Take(string folder)
    {
        Posix.Own(folder, User, Group);
        foreach (string path in Directory.EnumerateFileSystemEntries(folder, "*", Everything))
        {
            Posix.Own(path, User, Group);
        }
    }
}
