using System.Diagnostics;
using System.IO.Pipelines;
using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace GrainJobs.Http;

public sealed class EventStreamTests
{
    private readonly Channel<StreamItem> source = Channel.CreateUnbounded<StreamItem>();
    private readonly FakeTimeProvider time = new();
    private readonly Pipe wire = new(new(pauseWriterThreshold: 1000, resumeWriterThreshold: 500));
    private readonly Wire feature;

    public EventStreamTests() => feature = new(wire.Writer);

    [Fact]
    public async Task Events_leave_in_order_with_their_ids_and_the_stream_ends_with_its_source()
    {
        var run = Run();
        Send(1);
        Send(2);
        source.Writer.Complete();
        await run;
        await wire.Writer.CompleteAsync();

        (await ReadAll()).Should().Be("id: 1\ndata: {\"v\":1}\n\nid: 2\ndata: {\"v\":2}\n\n");
    }

    [Fact]
    public async Task A_silent_stream_beats_every_15_seconds()
    {
        var run = Run();
        await Advance(() => Text().Contains(": heartbeat\n\n"));
        source.Writer.Complete();
        await run;
    }

    [Fact]
    public async Task A_reader_that_stops_reading_is_cut_after_10_seconds()
    {
        var run = Run();
        for (var version = 1; version <= 100; version++)
        {
            Send(version, size: 200);
        }

        await Advance(() => run.IsCompleted);
        await ((Func<Task>)(() => run)).Should().ThrowAsync<OperationCanceledException>();
        feature.IsAborted.Should().BeTrue();
    }

    private void Send(int version, int size = 0) =>
        source.Writer.TryWrite(new(version.ToString(), Encoding.UTF8.GetBytes($"{{\"v\":{version}}}" + new string(' ', size))));

    private Task Run()
    {
        var context = new DefaultHttpContext
        {
            RequestServices = new ServiceCollection()
                .AddSingleton<TimeProvider>(time)
                .AddSingleton<IHostApplicationLifetime, Lifetime>()
                .BuildServiceProvider(),
        };
        context.Features.Set<IHttpResponseBodyFeature>(feature);
        context.Features.Set<IHttpRequestLifetimeFeature>(feature);
        return new EventStream(source.Reader.ReadAllAsync()).ExecuteAsync(context);
    }

    // Fake time moves in steps until what is waited for has come; the bound in real time only ends a failing test.
    private async Task Advance(Func<bool> condition)
    {
        var limit = Stopwatch.StartNew();
        while (!condition())
        {
            limit.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(20), "what the test waits for should have come");
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Run(() => { });
        }
    }

    private string Text()
    {
        if (!wire.Reader.TryRead(out var read))
        {
            return "";
        }

        var text = Encoding.UTF8.GetString(read.Buffer);
        wire.Reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        return text;
    }

    private async Task<string> ReadAll()
    {
        using var reader = new StreamReader(wire.Reader.AsStream());
        return await reader.ReadToEndAsync();
    }

#pragma warning disable CA1001 // Nothing waits on its handle.
    private sealed class Wire(PipeWriter writer) : StreamResponseBodyFeature(writer.AsStream()), IHttpResponseBodyFeature, IHttpRequestLifetimeFeature
    {
        private readonly CancellationTokenSource aborted = new();

        public bool IsAborted => aborted.IsCancellationRequested;

        public CancellationToken RequestAborted
        {
            get => aborted.Token;
            set => throw new NotSupportedException();
        }

        PipeWriter IHttpResponseBodyFeature.Writer => writer;

        public void Abort() => aborted.Cancel();
    }
#pragma warning restore CA1001

    private sealed class Lifetime : IHostApplicationLifetime
    {
        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping => CancellationToken.None;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication()
        {
        }
    }
}
