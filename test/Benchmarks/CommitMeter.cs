using System.Diagnostics.Metrics;
using System.Globalization;
using GrainJobs.Storage;

namespace GrainJobs.Benchmarks;

/// <summary>How long this process's commits take and how much is in one, from the meters that the service exports.</summary>
internal sealed class CommitMeter : IDisposable
{
    private readonly MeterListener listener = new();
    private readonly Lock gate = new();
    private double seconds;
    private long writes;
    private int commits;

    public CommitMeter()
    {
        listener.InstrumentPublished = static (instrument, listening) =>
        {
            if (instrument.Meter.Name == CommitMetrics.MeterName)
            {
                listening.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => Add(instrument, value));
        listener.SetMeasurementEventCallback<int>((instrument, value, _, _) => Add(instrument, value));
        listener.Start();
    }

    public string Read()
    {
        lock (gate)
        {
            return commits == 0
                ? ""
                : string.Create(CultureInfo.InvariantCulture, $"{writes / (double)commits:F0} writes in {seconds * 1000 / commits:F2} ms a commit, ");
        }
    }

    public void Dispose() => listener.Dispose();

    private void Add(Instrument instrument, double value)
    {
        lock (gate)
        {
            switch (instrument.Name)
            {
                case "grainjobs.storage.commit_seconds":
                    seconds += value;
                    commits++;
                    break;
                case "grainjobs.storage.batch_size":
                    writes += (long)value;
                    break;
                default:
                    break;
            }
        }
    }
}
