using System.Threading.Channels;
using Npgsql;
using NpgsqlTypes;

namespace GrainJobs.Benchmarks.Bare;

/// <summary>Group commit in its simplest form: what arrived while the last statement ran is the next one.</summary>
internal sealed class BareCommits : IAsyncDisposable
{
    private readonly Channel<Row> rows = Channel.CreateBounded<Row>(1_000);
    private readonly NpgsqlDataSource source;
    private readonly Task loop;

    public BareCommits(NpgsqlDataSource source)
    {
        this.source = source;
        loop = Task.Run(Run);
    }

    public async Task Add(string text)
    {
        var row = new Row(text, new(TaskCreationOptions.RunContinuationsAsynchronously));
        await rows.Writer.WriteAsync(row);
        await row.Written.Task;
    }

    public async ValueTask DisposeAsync()
    {
        rows.Writer.Complete();
        await loop;
    }

    private async Task Run()
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var insert = new NpgsqlCommand("insert into bare (text) select unnest($1)", connection);
        var texts = new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text, Value = Array.Empty<string>() };
        insert.Parameters.Add(texts);
        await insert.PrepareAsync();
        var batch = new List<Row>();
        while (await rows.Reader.WaitToReadAsync())
        {
            batch.Clear();
            while (rows.Reader.TryRead(out var row))
            {
                batch.Add(row);
            }

            texts.Value = batch.ConvertAll(row => row.Text).ToArray();
            await insert.ExecuteNonQueryAsync();
            batch.ForEach(row => row.Written.SetResult());
        }
    }

    private sealed record Row(string Text, TaskCompletionSource Written);
}
