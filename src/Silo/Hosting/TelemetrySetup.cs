using GrainJobs.Execution;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace GrainJobs.Hosting;

/// <summary>Metrics for Prometheus at <c>/metrics</c>; metrics and traces by OTLP when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set.</summary>
public static class TelemetrySetup
{
    private const string OtlpEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration, string serviceName)
    {
        var exports = configuration[OtlpEndpoint] is { Length: > 0 };
        var telemetry = services.AddOpenTelemetry().ConfigureResource(resource => resource.AddService(serviceName));
        telemetry.WithMetrics(metrics =>
        {
            metrics.AddMeter("GrainJobs.*", "Microsoft.Orleans", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime", "Npgsql");
            metrics.AddPrometheusExporter();
            if (exports)
            {
                metrics.AddOtlpExporter();
            }
        });
        if (exports)
        {
            telemetry.WithTracing(traces => traces
                .AddSource(HandlerRun.SourceName, "Microsoft.Orleans.Application", "Npgsql")
                .AddAspNetCoreInstrumentation(options => options.Filter = IsWork)
                .AddHttpClientInstrumentation()
                .AddOtlpExporter());
        }

        return services;
    }

    /// <summary>Probes and scrapes come all the time and tell nothing.</summary>
    private static bool IsWork(HttpContext context) =>
        !context.Request.Path.StartsWithSegments("/health", StringComparison.OrdinalIgnoreCase) && !context.Request.Path.StartsWithSegments("/metrics", StringComparison.OrdinalIgnoreCase);
}
