using System.Globalization;

namespace GrainJobs.Benchmarks;

/// <summary>Many callers at once, each with a connection of its own that stays open.</summary>
internal sealed class LoadCrew(Uri server, int size) : IDisposable
{
    private readonly HttpLoad[] loads =
        [.. Enumerable.Range(0, size).Select(caller => new HttpLoad(server, string.Create(CultureInfo.InvariantCulture, $"worker-{caller}")))];

    /// <summary>Every caller once.</summary>
    public Task Each(Func<HttpLoad, Task> call) => Task.WhenAll(loads.Select(load => Task.Run(() => call(load))));

    /// <summary>So many calls, taken by whoever is free.</summary>
    public Task Share(int count, Func<HttpLoad, int, Task> call)
    {
        var next = -1;
        return Each(async load =>
        {
            for (int i; (i = Interlocked.Increment(ref next)) < count;)
            {
                await call(load, i);
            }
        });
    }

    public void Dispose() => Array.ForEach(loads, load => load.Dispose());
}
