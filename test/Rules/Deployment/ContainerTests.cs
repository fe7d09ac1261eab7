using System.Text.RegularExpressions;
using GrainJobs.Style;
using YamlDotNet.Serialization;

namespace GrainJobs.Deployment;

public sealed partial class ContainerTests
{
    private static readonly string[] Images = ["silo", "gateway", "agent"];
    private static readonly string[] RolesOfPostgres = ["postgres"];

    [Fact]
    public void The_container_file_makes_every_image_that_is_started()
    {
        string[] targets = [.. Target().Matches(Sources.Read("deploy/Containerfile")).Select(target => target.Groups["name"].Value)];

        targets.Should().Contain(Images);
        Services().Where(service => service.Value.ContainsKey("build"))
            .Select(service => ((Dictionary<object, object>)service.Value["build"])["target"].ToString())
            .Should().BeSubsetOf(targets);
    }

    [Fact]
    public void The_container_file_publishes_projects_that_exist() => Published().Matches(Sources.Read("deploy/Containerfile"))
        .Select(project => project.Groups["path"].Value)
        .Should().HaveCount(3).And.OnlyContain(path => Directory.Exists(Path.Combine(Sources.Root, path)));

    [Fact]
    public void Compose_restarts_everything_and_gives_it_time_to_stop()
    {
        Services().Keys.Should().BeEquivalentTo(Images.Concat(RolesOfPostgres));
        Services().Should().OnlyContain(service => (string)service.Value["restart"] == "always");
        Services().Where(service => Images.Contains(service.Key))
            .Should().OnlyContain(service => int.Parse(((string)service.Value["stop_grace_period"]).TrimEnd('s')) > 30);
    }

    [Fact]
    public void Every_setting_that_deployments_use_is_documented()
    {
        string page = Sources.Read("docs/operating.md");
        Sources.Files("deploy")
            .SelectMany(path => Setting().Matches(Sources.Read(path)).Select(setting => setting.Value))
            .Distinct()
            .Where(setting => !page.Contains(setting, StringComparison.Ordinal) && !page.Contains($"{setting[..(setting.LastIndexOf("__", StringComparison.Ordinal) + 2)]}*", StringComparison.Ordinal))
            .Should().BeEmpty();
    }

    [GeneratedRegex(@"^FROM \S+ AS (?<name>\w+)$", RegexOptions.Multiline)]
    private static partial Regex Target();

    [GeneratedRegex("dotnet publish (?<path>src/[A-Za-z]+)")]
    private static partial Regex Published();

    [GeneratedRegex(@"\b[A-Z][A-Za-z]+(__[A-Za-z0-9]+)+\b")]
    private static partial Regex Setting();

    private static Dictionary<string, Dictionary<object, object>> Services()
    {
        using StringReader text = new(Sources.Read("deploy/compose.yaml"));
        YamlDotNet.Core.MergingParser merged = new(new YamlDotNet.Core.Parser(text));
        Dictionary<string, object> file = new DeserializerBuilder().Build().Deserialize<Dictionary<string, object>>(merged);
        return ((Dictionary<object, object>)file["services"]).ToDictionary(service => (string)service.Key, service => (Dictionary<object, object>)service.Value);
    }
}
