using System.Text.Json.Nodes;
using GrainJobs.Processes;

namespace GrainJobs.Http;

/// <summary>Every route of the service's own document with every kind of credential.</summary>
public sealed class AccessTests : IAsyncLifetime
{
    private readonly ScratchFolder folder = new();
    private ServerProcess server = null!;
    private HttpCaller admin = null!;
    private HttpCaller stranger = null!;

    public async Task InitializeAsync()
    {
        server = await ServerProcess.Gateway("gateway", new()
        {
            DataFolder = folder.Path,
            Settings = new Dictionary<string, string?>
            {
                ["Auth__TokenSecret"] = Credentials.TokenSecret,
                ["Signing__SharedSecret"] = "a-signing-secret-of-at-least-32-characters",
                ["Auth__Keys__0__Name"] = "a client",
                ["Auth__Keys__0__Role"] = "client",
                ["Auth__Keys__0__Key"] = Credentials.ClientKey,
                ["Auth__Keys__1__Name"] = "a worker",
                ["Auth__Keys__1__Role"] = "worker",
                ["Auth__Keys__1__Key"] = Credentials.WorkerKey,
            },
        }).ReadyAsync();
        admin = server.Caller();
        stranger = server.Caller(null);
    }

    public async Task DisposeAsync()
    {
        admin.Dispose();
        stranger.Dispose();
        await server.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task The_table_names_every_route_of_the_document() =>
        (await RoutesAsync()).Should().BeEquivalentTo(AccessTable.Rows.Keys);

    [Fact]
    public async Task Whom_the_table_does_not_name_is_refused_and_changes_nothing()
    {
        Credentials credentials = await Credentials.CreateAsync(admin);
        List<string> wrong = [];
        foreach ((string route, string kind, _) in (await PairsAsync()).Where(pair => !pair.Passes))
        {
            int status = await StatusAsync(route, kind, credentials);
            if (status != (Credentials.IsNone(kind) ? 401 : 403))
            {
                wrong.Add($"{route} with {kind}: {status}");
            }
        }

        string.Join("\n", wrong).Should().BeEmpty();
        (await admin.GetAsync($"/api/jobs/{Credentials.Job}")).Expect(200).Value("version").Should().Be("1");
        (await admin.GetAsync($"/api/builds/{credentials.Build}")).Expect(200).Value("status").Should().Be("pending");
    }

    [Fact]
    public async Task Whom_the_table_names_gets_past_the_door()
    {
        List<string> wrong = [];
        foreach ((string route, string kind, _) in (await PairsAsync()).Where(pair => pair.Passes))
        {
            // A job may be deleted and a worker gone by the call before.
            int status = await StatusAsync(route, kind, await Credentials.CreateAsync(admin));
            if (status is 401 or 403 or 405 or >= 500)
            {
                wrong.Add($"{route} with {kind}: {status}");
            }
        }

        string.Join("\n", wrong).Should().BeEmpty();
    }

    [Fact]
    public async Task No_credential_stands_in_for_a_signature()
    {
        foreach ((string name, string value) in (await Credentials.CreateAsync(admin)).All.Values.OfType<(string, string)>())
        {
            (await stranger.PostAsync("/v1/update-project", new { projectId = "p", prompt = "x" }, (name, value))).Expect(401).Code.Should().Be("MISSING_SIGNATURE");
        }
    }

    [Theory]
    [InlineData("/nowhere")]
    [InlineData("/api/jobs/x/nowhere")]
    public async Task What_is_no_route_is_shown_as_such_only_to_those_with_a_credential(string path)
    {
        (await stranger.GetAsync(path)).Expect(401).Code.Should().Be("credential_missing");
        Credentials credentials = await Credentials.CreateAsync(admin);
        (await stranger.GetAsync(path, credentials.All["wrong"]!.Value)).Expect(403).Code.Should().Be("credential_invalid");
        (await stranger.GetAsync(path, credentials.All["client"]!.Value)).Expect(404).Code.Should().Be("route_not_found");
    }

    [Fact]
    public async Task A_token_in_the_address_opens_the_job_and_appears_in_no_log()
    {
        Answer created = (await admin.PostAsync("/api/jobs", new { tracked = true })).Expect(201);
        string token = created.Value("accessToken")!;

        (await stranger.GetAsync($"/api/jobs/{created.Value("jobId")}?token={token}")).Expect(200);
        (await stranger.GetAsync($"/api/jobs/{created.Value("jobId")}?token={token}x")).Expect(403);
        (await stranger.GetAsync($"/api/jobs/{created.Value("jobId")}?token={ServerOptions.AdminKey}")).Expect(403);
        server.Child.Lines.Should().NotContain(line => line.Contains(token, StringComparison.Ordinal));
    }

    private async Task<IReadOnlyList<(string Route, string Kind, bool Passes)>> PairsAsync()
    {
        IEnumerable<string> routes = (await RoutesAsync()).Where(route => AccessTable.Rows.GetValueOrDefault(route) != AccessTable.Signature);
        return [.. routes.SelectMany(route => Credentials.Kinds.Select(kind =>
            (route, kind, AccessTable.Rows.GetValueOrDefault(route, "").Split(' ').Contains(kind))))];
    }

    private async Task<int> StatusAsync(string route, string kind, Credentials credentials)
    {
        string[] parts = route.Split(' ');
        string path = parts[1]
            .Replace("{id}", parts[1].Contains("/builds", StringComparison.Ordinal) ? credentials.Build : Credentials.Job, StringComparison.Ordinal)
            .Replace("{worker}", Credentials.Worker, StringComparison.Ordinal)
            .Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal);
        using HttpRequestMessage request = new(new HttpMethod(parts[0]), path);
        if (credentials.All[kind] is { } header)
        {
            request.Headers.TryAddWithoutValidation(header.Name, header.Value);
        }

        using HttpResponseMessage response = await stranger.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return (int)response.StatusCode;
    }

    private async Task<IReadOnlyList<string>> RoutesAsync()
    {
        JsonObject paths = (await stranger.GetAsync("/openapi/v1.json")).Expect(200)["paths"]!.AsObject();
        return [.. paths.SelectMany(path => path.Value!.AsObject().Select(verb => $"{verb.Key.ToUpperInvariant()} {path.Key}"))];
    }
}
