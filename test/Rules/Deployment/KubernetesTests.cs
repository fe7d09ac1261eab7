using GrainJobs.Style;
using k8s;
using k8s.Models;

namespace GrainJobs.Deployment;

/// <summary>The manifests against the typed model of the Kubernetes API: an unknown or misspelt field fails.</summary>
public sealed class KubernetesTests
{
    private static readonly IReadOnlyList<object> Objects = [.. Sources.Files("deploy/kubernetes", ".yaml")
        .Where(path => !path.EndsWith("kustomization.yaml", StringComparison.Ordinal))
        .SelectMany(path => KubernetesYaml.LoadAllFromString(Sources.Read(path), strict: true))];

    public static TheoryData<string> Deployments => [.. Objects.OfType<V1Deployment>().Select(deployment => deployment.Metadata.Name)];

    [Fact]
    public void Every_manifest_is_listed_and_every_listed_one_exists()
    {
        IEnumerable<string> listed = Sources.Read("deploy/kubernetes/kustomization.yaml").Split('\n')
            .Where(line => line.StartsWith("  - ") && line.EndsWith(".yaml"))
            .Select(line => line[4..]);

        Sources.Files("deploy/kubernetes", ".yaml").Select(Path.GetFileName).Should().BeEquivalentTo(listed.Append("kustomization.yaml"));
        Objects.OfType<V1Deployment>().Select(deployment => deployment.Metadata.Name).Should().BeEquivalentTo("grainjobs-silo", "grainjobs-gateway", "grainjobs-agent");
    }

    [Theory]
    [MemberData(nameof(Deployments))]
    public void A_deployment_selects_its_own_pods_and_nobody_elses(string name)
    {
        V1Deployment deployment = Named<V1Deployment>(name);

        deployment.Spec.Template.Metadata.Labels.Should().Contain(deployment.Spec.Selector.MatchLabels);
        Objects.OfType<V1Deployment>().Count(other => Matches(deployment.Spec.Selector.MatchLabels, other)).Should().Be(1);
        deployment.Spec.Template.Spec.TerminationGracePeriodSeconds.Should().BeGreaterThan(30);
        deployment.Spec.Template.Spec.SecurityContext.RunAsNonRoot.Should().BeTrue();
    }

    [Theory]
    [InlineData("grainjobs-silo")]
    [InlineData("grainjobs-gateway")]
    public void Silos_and_gateways_roll_without_a_gap_and_are_probed(string name)
    {
        V1Deployment deployment = Named<V1Deployment>(name);
        V1Container container = deployment.Spec.Template.Spec.Containers.Single();

        deployment.Spec.Replicas.Should().BeGreaterThan(1);
        deployment.Spec.Strategy.RollingUpdate.MaxUnavailable.Value.Should().Be("0");
        container.LivenessProbe.HttpGet.Path.Should().Be("/health/live");
        container.ReadinessProbe.HttpGet.Path.Should().Be("/health/ready");
        container.Ports.Select(port => port.Name).Should().Contain(container.ReadinessProbe.HttpGet.Port.Value);
        Named<V1PodDisruptionBudget>(name).Spec.Selector.MatchLabels.Should().Equal(deployment.Spec.Selector.MatchLabels);
    }

    [Fact]
    public void A_silo_is_reached_at_its_pods_address() => Named<V1Deployment>("grainjobs-silo").Spec.Template.Spec.Containers.Single().Env
        .Single(variable => variable.Name == "Silo__Address").ValueFrom.FieldRef.FieldPath.Should().Be("status.podIP");

    [Fact]
    public void The_service_leads_to_the_gateways()
    {
        V1Service service = Objects.OfType<V1Service>().Single();

        Matches(service.Spec.Selector, Named<V1Deployment>("grainjobs-gateway")).Should().BeTrue();
        Matches(service.Spec.Selector, Named<V1Deployment>("grainjobs-silo")).Should().BeFalse();
    }

    [Fact]
    public void No_secret_stands_in_a_manifest()
    {
        string made = Sources.Read("deploy/kubernetes/kustomization.yaml");
        V1EnvVar[] variables = [.. Objects.OfType<V1Deployment>().SelectMany(deployment => deployment.Spec.Template.Spec.Containers).SelectMany(container => container.Env ?? [])];

        variables.Where(variable => variable.Name.EndsWith("Key") || variable.Name.EndsWith("Secret") || variable.Name.EndsWith("KEY") || variable.Name.StartsWith("ConnectionStrings"))
            .Should().OnlyContain(variable => variable.Value == null && variable.ValueFrom.SecretKeyRef.Name == "grainjobs");
        variables.Where(variable => variable.ValueFrom?.SecretKeyRef is not null)
            .Select(variable => variable.ValueFrom.SecretKeyRef.Key)
            .Should().OnlyContain(key => made.Contains($"--from-literal={key}="), "the guide must make every key");
    }

    private static T Named<T>(string name)
        where T : IKubernetesObject<V1ObjectMeta> => Objects.OfType<T>().Single(found => found.Metadata.Name == name);

    private static bool Matches(IDictionary<string, string> selector, V1Deployment deployment)
        => selector.All(label => deployment.Spec.Template.Metadata.Labels.TryGetValue(label.Key, out string? value) && value == label.Value);
}
