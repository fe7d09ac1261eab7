using System.CommandLine;
using GrainJobs;
using GrainJobs.Builds;
using GrainJobs.Files;
using GrainJobs.Http;

Option<string> server = new("--server") { Description = "Where a gateway listens, such as http://127.0.0.1:8080", Required = true };
Option<FileInfo> keyFile = new("--key-file") { Description = "File with an API key of the role client or admin", Required = true };
Option<FileInfo> file = new("--file") { Description = "The file to process", DefaultValueFactory = _ => new FileInfo("README.md") };
Option<DirectoryInfo> source = new("--source") { Description = "The source to build, with a grainjobs.json", DefaultValueFactory = _ => new DirectoryInfo("samples/hello-build") };
Option<DirectoryInfo> output = new("--out") { Description = "Where the built artifact goes", DefaultValueFactory = _ => new DirectoryInfo("data/tour") };

RootCommand tour = new("Shows what the service does: processes a file, builds a sample on an agent, runs what was built.") { server, keyFile, file, source, output };
tour.SetAction(RunAsync);
return await tour.Parse(args).InvokeAsync();

async Task<int> RunAsync(ParseResult given, CancellationToken stop)
{
    if (!Uri.TryCreate(given.GetRequiredValue(server), UriKind.Absolute, out Uri? address))
    {
        await Console.Error.WriteLineAsync("--server must be an address such as http://127.0.0.1:8080");
        return 2;
    }

    string key = (await File.ReadAllTextAsync(given.GetRequiredValue(keyFile).FullName, stop)).Trim();
    using GrainJobsClient client = new(address, new GrainJobsClientOptions { ApiKey = key });
    try
    {
        bool processed = await new FileTour(client).RunAsync(given.GetRequiredValue(file), stop);
        bool built = await new BuildTour(client).RunAsync(given.GetRequiredValue(source), given.GetRequiredValue(output), stop);
        return processed && built ? 0 : 1;
    }
    catch (Exception refused) when (refused is GatewayException or GatewayUnavailableException or TimeoutException)
    {
        await Console.Error.WriteLineAsync(refused.Message);
        return 1;
    }
}
