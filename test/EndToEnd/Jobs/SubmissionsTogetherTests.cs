using System.Diagnostics;
using System.Globalization;
using GrainJobs.Http;
using GrainJobs.Processes;
using GrainJobs.Time;

namespace GrainJobs.Jobs;

/// <summary>Submissions that reach a gateway together share calls to the silos; nobody may see anything of it but the speed.</summary>
public sealed class SubmissionsTogetherTests
{
    private const int Callers = 64;

    // Long enough for the gateway to learn which silos there are, before which every submission goes alone.
    private static readonly TimeSpan LoadTime = TimeSpan.FromSeconds(4);

    [Fact]
    public async Task Of_many_at_the_same_time_each_gets_its_own_answer()
    {
        await using ClusterOfProcesses cluster = await ClusterOfProcesses.StartAsync(siloCount: 2, gatewayCount: 1);
        using HttpCaller caller = cluster.Gateways[0].Caller();
        await Eventually.BeTrue("jobs are taken", async () => (await caller.PostAsync("/api/jobs", new { jobType = "t", queue = "warm" })).Status == 201);

        var answers = (await Task.WhenAll(Enumerable.Range(0, Callers).Select(number => Task.Run(() => SubmitAll(caller, number))))).SelectMany(own => own).ToArray();

        foreach (var (index, answer) in answers)
        {
            switch (index % 5)
            {
                case 0:
                    answer.Expect(400).Text.Should().Contain("\"priority\"").And.Contain("maxAttempts");
                    break;
                case 1:
                    answer.Status.Should().BeOneOf(200, 201);
                    answer.Value("jobType").Should().Be("unique");
                    break;
                case 2:
                    answer.Expect(201).Value("jobId").Should().Be(Name(index));
                    break;
                default:
                    answer.Expect(201)["metadata"]!["own"]!.ToString().Should().Be(Name(index));
                    answer.Value("queue").Should().Be(Queue(index));
                    break;
            }
        }

        answers.Where(each => each.Index % 5 == 1).Select(each => each.Answer.Value("jobId")).Distinct().Should().ContainSingle();
        answers.Count(each => each.Index % 5 == 1 && each.Answer.Status == 201).Should().Be(1);
        answers.Where(each => each.Index % 5 > 1).Select(each => each.Answer.Value("jobId")).Should().OnlyHaveUniqueItems();
    }

    private static async Task<List<(int Index, Answer Answer)>> SubmitAll(HttpCaller caller, int number)
    {
        List<(int, Answer)> answers = [];
        var began = Stopwatch.GetTimestamp();
        for (var index = number; Stopwatch.GetElapsedTime(began) < LoadTime; index += Callers)
        {
            answers.Add((index, await caller.PostAsync("/api/jobs", Body(index))));
        }

        return answers;
    }

    private static object Body(int index) => (index % 5) switch
    {
        0 => new { jobType = "t", queue = Queue(index), priority = 5_000_000, maxAttempts = 0 },
        1 => new { jobType = "unique", queue = "together-unique", uniqueKey = "one" },
        2 => new { jobType = "t", queue = Queue(index), jobId = Name(index) },
        3 => new { jobType = "t", queue = Queue(index), metadata = new { own = Name(index) } },
        _ => new { jobType = "t", queue = Queue(index), metadata = new { own = Name(index) }, tags = new[] { "a" }, delay = 3600 },
    };

    private static string Name(int index) => string.Create(CultureInfo.InvariantCulture, $"together-{index}");

    private static string Queue(int index) => string.Create(CultureInfo.InvariantCulture, $"together-q{index % 7}");
}
