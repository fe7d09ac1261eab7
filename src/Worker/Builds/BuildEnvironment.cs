using System.Diagnostics;
using GrainJobs.Processes;
using GrainJobs.Workers;

namespace GrainJobs.Builds;

/// <summary>What a build command sees of the world: a few variables of the agent that say nothing secret, and its own.</summary>
internal static class BuildEnvironment
{
    // Where tools are and how the network is reached. The agent's key is in a file and never in a variable.
    private static readonly string[] Passed =
    [
        "PATH", "LANG", "LC_ALL", "TZ", "SSL_CERT_FILE", "SSL_CERT_DIR", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy",
        "DOTNET_ROOT", "JAVA_HOME", "ANDROID_HOME", "ANDROID_SDK_ROOT", "NUGET_PACKAGES", "NUGET_CERT_REVOCATION_MODE",
    ];

    /// <summary>Replaces the variables that a child would inherit.</summary>
    internal static void Set(ProcessStartInfo start, BuildSource source, BuildFolder folder, PolledBuild build, AgentOptions agent, IReadOnlyDictionary<string, string> secrets)
    {
        IDictionary<string, string?> variables = start.Environment;
        Dictionary<string, string?> kept = Passed.Concat(agent.PassedVariables).Where(variables.ContainsKey).Distinct().ToDictionary(name => name, name => variables[name]);
        variables.Clear();
        IEnumerable<KeyValuePair<string, string?>> all = [.. kept, .. Own(folder, build, agent.Account), .. Nullable(source.Plan.Env), .. Nullable(secrets)];
        foreach ((string name, string? value) in all)
        {
            variables[name] = value;
        }
    }

    private static Dictionary<string, string?> Own(BuildFolder folder, PolledBuild build, Account? account) => new()
    {
        ["HOME"] = folder.Home,
        ["TMPDIR"] = folder.Temp,
        ["USER"] = account?.Name,
        ["CI"] = "true",
        [ProcessFamily.Variable] = folder.Mark,
        ["GRAINJOBS_BUILD_ID"] = build.Id,
        ["GRAINJOBS_PLATFORM"] = build.Platform,
        ["GRAINJOBS_OUTPUT"] = folder.Output,
        ["GRAINJOBS_CERTS"] = build.CertsUrl is null ? null : folder.Certs,
        // A build server that stays would be killed with the build anyway.
        ["MSBUILDDISABLENODEREUSE"] = "1",
        ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
        ["DOTNET_NOLOGO"] = "1",
    };

    private static IEnumerable<KeyValuePair<string, string?>> Nullable(IReadOnlyDictionary<string, string> variables)
        => variables.Select(variable => KeyValuePair.Create(variable.Key, (string?)variable.Value));
}
