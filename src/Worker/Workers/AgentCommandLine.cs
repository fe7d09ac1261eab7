using System.CommandLine;
using GrainJobs.Processes;

namespace GrainJobs.Workers;

/// <summary>The agent's command line, checked: every fault names its option.</summary>
internal sealed class AgentCommandLine
{
    private const int MostBuilds = 64;
    private readonly Option<string?> server = new("--server") { Description = "URL of the gateway.", Required = true };
    private readonly Option<string?> keyFile = new("--key-file") { Description = "File with a worker or admin key.", Required = true };
    private readonly Option<string?> platforms = new("--platforms") { Description = "Platforms to build, separated by commas; all when absent." };
    private readonly Option<int> capacity = new("--capacity") { Description = "Builds at once.", DefaultValueFactory = _ => 1 };
    private readonly Option<string> workFolder = new("--work-dir") { Description = "Folder for running builds; one agent a folder.", DefaultValueFactory = _ => "agent" };
    private readonly Option<string?> command = new("--command") { Description = "Shell command to run instead of the one in grainjobs.json." };
    private readonly Option<string?> name = new("--name") { Description = "Name to show; the machine's when absent." };
    private readonly Option<string?> secretsFolder = new("--secrets-dir") { Description = "Folder with a file for each secret that builds may ask for by name." };
    private readonly Option<string?> passed = new("--pass-env") { Description = "Names of further variables that builds see, separated by commas." };
    private readonly Option<string?> user = new("--user") { Description = "Account that build commands run as, so that they can't read the agent's key; needs root." };
    private readonly Option<int> timeLimit = new("--time-limit") { Description = "Seconds a build command may run at most.", DefaultValueFactory = _ => 7200 };
    private readonly Option<int> sourceLimit = new("--source-limit") { Description = "Mebibytes of the largest source; unpacked four times that.", DefaultValueFactory = _ => 512 };
    private readonly Option<int> drainLimit = new("--drain-limit") { Description = "Seconds running builds get after SIGTERM.", DefaultValueFactory = _ => 18 };
    private readonly RootCommand root;
    private readonly List<string> faults = [];

    internal AgentCommandLine()
        => root = new RootCommand("GrainJobs build agent") { server, keyFile, platforms, capacity, workFolder, command, name, secretsFolder, passed, user, timeLimit, sourceLimit, drainLimit };

    /// <summary>What is wrong, a sentence each; the options are good when it is empty.</summary>
    internal IReadOnlyList<string> Faults => faults;

    /// <summary>The options; null when there are faults, or help was asked for and given.</summary>
    internal AgentOptions? Read(IReadOnlyList<string> arguments)
    {
        ParseResult parsed = root.Parse(arguments);
        if (parsed.Action is not null && parsed.Errors.Count == 0)
        {
            parsed.Invoke();
            return null;
        }

        faults.AddRange(parsed.Errors.Select(error => error.Message));
        return faults.Count > 0 ? null : Check(parsed);
    }

    private AgentOptions? Check(ParseResult parsed)
    {
        AgentOptions options = new()
        {
            Server = Url(parsed.GetValue(server)),
            Key = Key(parsed.GetValue(keyFile)!),
            Name = parsed.GetValue(name) ?? Environment.MachineName,
            Platforms = List(parsed.GetValue(platforms)),
            Capacity = Within(capacity, parsed, 1, MostBuilds),
            WorkFolder = Path.GetFullPath(parsed.GetValue(workFolder)!),
            Command = parsed.GetValue(command),
            SecretsFolder = Folder(parsed.GetValue(secretsFolder)),
            PassedVariables = List(parsed.GetValue(passed)),
            Account = AccountOf(parsed.GetValue(user)),
            TimeLimit = TimeSpan.FromSeconds(Within(timeLimit, parsed, 1, 86_400)),
            SourceBytes = 1024L * 1024 * Within(sourceLimit, parsed, 1, 100_000),
            DrainLimit = TimeSpan.FromSeconds(Within(drainLimit, parsed, 0, 3600)),
        };
        return faults.Count > 0 ? null : options;
    }

    private Uri Url(string? text)
    {
        if (Uri.TryCreate(text, UriKind.Absolute, out Uri? url) && url.Scheme is "http" or "https")
        {
            return url!;
        }

        faults.Add("--server must be an http or https URL, such as http://127.0.0.1:8080.");
        return new Uri("http://invalid");
    }

    private string Key(string path)
    {
        try
        {
            string key = File.ReadAllText(path).Trim();
            faults.AddRange(key.Length > 0 && key.All(c => c is > ' ' and < '\u007f') ? [] : [$"--key-file: {path} must hold one key and nothing else."]);
            return key;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            faults.Add($"--key-file can't be read: {fault.Message}");
            return string.Empty;
        }
    }

    private string? Folder(string? path)
    {
        faults.AddRange(path is null || Directory.Exists(path) ? [] : [$"--secrets-dir: there is no folder {path}."]);
        return path;
    }

    private Account? AccountOf(string? account)
    {
        Account? found = account is null ? null : Account.Find(account);
        faults.AddRange(account is not null && found is null ? [$"--user: there is no account {account}."] : []);
        faults.AddRange(found is not null && !Environment.IsPrivilegedProcess ? ["--user needs an agent that runs as root."] : []);
        return found;
    }

    private int Within(Option<int> option, ParseResult parsed, int least, int most)
    {
        int value = parsed.GetValue(option);
        faults.AddRange(value >= least && value <= most ? [] : [$"{option.Name} must be from {least} to {most}."]);
        return value;
    }

    private static string[] List(string? text) => text?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
