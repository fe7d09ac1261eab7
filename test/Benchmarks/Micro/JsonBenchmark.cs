using System.Text.Json;
using BenchmarkDotNet.Attributes;
using GrainJobs.Http;
using GrainJobs.Jobs;

namespace GrainJobs.Benchmarks.Micro;

/// <summary>A job in and out of the gateway.</summary>
public class JsonBenchmark
{
    private readonly byte[] body = """{"jobType":"outside","payload":{"i":1},"queue":"bench"}"""u8.ToArray();
    private readonly Job job = SampleJob.Queued(1);

    [Benchmark]
    public object In() => StrictJson.ReadOrEmpty(body, JobJson.Default.SubmitBody).Part!.ToDraft(null);

    [Benchmark]
    public int Out() => JsonSerializer.SerializeToUtf8Bytes(JobView.Of(job), JobJson.Default.JobView).Length;
}
