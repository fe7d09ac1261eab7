using System.Diagnostics.Metrics;

namespace GrainJobs.Http;

/// <summary>How often which no was said.</summary>
internal static class RefusalMeter
{
    private static readonly Meter Meter = new("GrainJobs.Refusals");
    private static readonly Counter<long> Refusals = Meter.CreateCounter<long>("grainjobs.refusals", "{answer}", "Requests that were refused, by code.");

    internal static void Count(string code) => Refusals.Add(1, new KeyValuePair<string, object?>("code", code));
}
