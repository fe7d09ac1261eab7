using System.Collections.Concurrent;
using GrainJobs.Processes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace GrainJobs.Hosting;

/// <summary>
/// What an operator's collector would be sent: takes OTLP over HTTP and keeps the spans and the names of metrics. It is also a target of deliveries, which it
/// answers 503 the first time, and notes the trace context they came with.
/// </summary>
internal sealed class TraceCollector : IAsyncDisposable
{
    private readonly Port port = Port.Reserve();
    private readonly ConcurrentQueue<Span> spans = new();
    private readonly ConcurrentDictionary<string, bool> metrics = new();
    private readonly ConcurrentQueue<string> deliveries = new();
    private WebApplication? app;

    /// <summary>One span, ids in hexadecimal.</summary>
    internal sealed record Span(string TraceId, string Id, string ParentId, string Name);

    internal IReadOnlyCollection<Span> Spans => spans;

    internal ICollection<string> Metrics => metrics.Keys;

    /// <summary>The <c>traceparent</c> of each delivery, in order.</summary>
    internal IReadOnlyCollection<string> Deliveries => deliveries;

    internal string Target => $"http://127.0.0.1:{port.Number}/target";

    /// <summary>What makes a process send here, soon.</summary>
    internal IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"http://127.0.0.1:{port.Number}",
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        ["OTEL_BSP_SCHEDULE_DELAY"] = "200",
        ["OTEL_METRIC_EXPORT_INTERVAL"] = "1000",
        ["Outgoing__AllowedNetworks"] = "127.0.0.0/8",
    };

    internal async Task<TraceCollector> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, port.Number));
        app = builder.Build();
        app.MapPost("/v1/traces", async (HttpRequest request) => Keep(await BodyAsync(request)));
        app.MapPost("/v1/metrics", async (HttpRequest request) => KeepMetrics(await BodyAsync(request)));
        app.MapPost("/target", (HttpRequest request) =>
        {
            deliveries.Enqueue(request.Headers["traceparent"].ToString());
            return Results.StatusCode(deliveries.Count == 1 ? 503 : 200);
        });
        await app.StartAsync();
        return this;
    }

    public async ValueTask DisposeAsync()
    {
        if (app is not null)
        {
            await app.DisposeAsync();
        }

        port.Dispose();
    }

    private static async Task<byte[]> BodyAsync(HttpRequest request)
    {
        using MemoryStream copy = new();
        await request.Body.CopyToAsync(copy);
        return copy.ToArray();
    }

    // ExportTraceServiceRequest: resource_spans 1, scope_spans 2, spans 2; of a span trace_id 1, span_id 2, parent_span_id 4, name 5.
    private void Keep(byte[] body)
    {
        foreach (ReadOnlyMemory<byte> span in ProtobufFields.At(body, 1, 2, 2))
        {
            spans.Enqueue(new Span(Hex(span, 1), Hex(span, 2), Hex(span, 4), Text(span, 5)));
        }
    }

    // ExportMetricsServiceRequest: resource_metrics 1, scope_metrics 2, metrics 2; of a metric name 1.
    private void KeepMetrics(byte[] body)
    {
        foreach (ReadOnlyMemory<byte> metric in ProtobufFields.At(body, 1, 2, 2))
        {
            metrics[Text(metric, 1)] = true;
        }
    }

    private static string Hex(ReadOnlyMemory<byte> message, int field) => Convert.ToHexStringLower(ProtobufFields.At(message, field).FirstOrDefault().Span);

    private static string Text(ReadOnlyMemory<byte> message, int field) => System.Text.Encoding.UTF8.GetString(ProtobufFields.At(message, field).FirstOrDefault().Span);
}
