using System.Diagnostics;
using GrainJobs.Http;
using GrainJobs.Processes;
using GrainJobs.Time;
using Xunit.Abstractions;

namespace GrainJobs.Faults;

/// <summary>Ten thousand readers on one gateway, half of them on one job, and some that never read.</summary>
[Collection(FaultCollection.Name)]
public sealed class ManyStreamsTests(FaultSite site, ITestOutputHelper output)
{
    private const int Readers = 5_000;
    private const int OtherJobs = 500;
    private const int ReadersEach = 10;
    private const int Sleepers = 50;
    private const int Steps = 12;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan BetweenSteps = TimeSpan.FromMilliseconds(400);

    [Fact]
    public async Task Ten_thousand_streams_on_one_gateway_and_five_thousand_of_one_job_are_all_complete()
    {
        await site.WholeAsync();
        ServerProcess gateway = site.Cluster.Gateways[1];
        using HttpCaller caller = gateway.Caller();
        string hot = await TrackedAsync(caller);
        string[] others = await Task.WhenAll(Enumerable.Range(0, OtherJobs).Select(_ => TrackedAsync(caller)));
        string[] watched = [.. Enumerable.Repeat(hot, Readers), .. others.SelectMany(job => Enumerable.Repeat(job, ReadersEach))];
        using CancellationTokenSource stop = new(Limit);
        long memory = ProcessTable.ResidentBytes(gateway.Child.Id);
        TimeSpan cpu = ProcessTable.CpuTime(gateway.Child.Id);
        long began = Stopwatch.GetTimestamp();
        StreamSocket[] sleeping = await OpenAsync(gateway, Enumerable.Repeat(hot, Sleepers));
        StreamSocket[] sockets = await OpenAsync(gateway, watched);
        Task[] reading = [.. sockets.Select((socket, index) => socket.ReadAsync(version => version == (index < Readers ? Steps + 1 : 2), stop.Token))];
        await Eventually.BeTrue("every stream has its first event", () => sockets.All(socket => socket.Versions.Count > 0), Limit);
        TimeSpan opened = Stopwatch.GetElapsedTime(began);
        Report($"{sockets.Length} streams open on one gateway after {opened.TotalSeconds:0.0} s: {(ProcessTable.ResidentBytes(gateway.Child.Id) - memory) / 1024.0 / sockets.Length:0.0} KiB each, {(ProcessTable.CpuTime(gateway.Child.Id) - cpu).TotalMilliseconds / sockets.Length:0.00} ms of CPU each");

        cpu = ProcessTable.CpuTime(gateway.Child.Id);
        TimeSpan slowest = await StepAsync(caller, hot, sockets[..Readers]);
        await Task.WhenAll(others.Select(async job => (await caller.PatchAsync($"/api/jobs/{job}", new { status = "completed" })).Expect(200)));
        await Task.WhenAll(reading);
        Report($"one job watched by {Readers}: a new version reached the last of them within {slowest.TotalMilliseconds:0} ms; {(ProcessTable.CpuTime(gateway.Child.Id) - cpu).TotalMilliseconds / (((double)Readers * Steps) + (OtherJobs * ReadersEach)) * 1000:0} us of CPU an event; {ProcessTable.ResidentBytes(gateway.Child.Id) / 1024 / 1024} MiB at the end");

        sockets[..Readers].Where(socket => !socket.IsComplete(Steps + 1)).Should().BeEmpty("whoever keeps up gets every version in order, beside those who never read");
        sockets[Readers..].Where(socket => !socket.IsComplete(2)).Should().BeEmpty();
        foreach (StreamSocket socket in sockets.Concat(sleeping))
        {
            socket.Dispose();
        }
    }

    private void Report(string line) => FaultReport.Write(output, line);

    private static async Task<StreamSocket[]> OpenAsync(ServerProcess gateway, IEnumerable<string> jobs)
    {
        StreamSocket[] sockets = [.. jobs.Select(_ => new StreamSocket())];
        string[] ids = [.. jobs];
        await Parallel.ForEachAsync(Enumerable.Range(0, ids.Length), new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (index, _) => await sockets[index].OpenAsync(gateway.Address, ids[index]));
        return sockets;
    }

    // The longest that any version took from its acknowledgement to the last reader.
    private static async Task<TimeSpan> StepAsync(HttpCaller caller, string job, StreamSocket[] readers)
    {
        TimeSpan slowest = TimeSpan.Zero;
        using PeriodicTimer pace = new(BetweenSteps);
        for (int step = 1; step <= Steps; step++)
        {
            object change = step < Steps ? new { progress = step } : new { status = "completed", progress = 100 };
            long told = Stopwatch.GetTimestamp();
            (await caller.PatchAsync($"/api/jobs/{job}", change)).Expect(200);
            await Eventually.BeTrue($"all have version {step + 1}", () => readers.All(reader => reader.Versions.Count > 0 && reader.Versions[^1] > step), Limit);
            TimeSpan took = Stopwatch.GetElapsedTime(told, readers.Max(reader => reader.LastAt));
            slowest = took > slowest ? took : slowest;
            await pace.WaitForNextTickAsync();
        }

        return slowest;
    }

    private static async Task<string> TrackedAsync(HttpCaller caller) => (await caller.PostAsync("/api/jobs", new { tracked = true })).Expect(201).Value("jobId")!;
}
