using Npgsql;

namespace GrainJobs.Benchmarks.Scale;

/// <summary>Millions of rows in the shape the service writes, made in the database: submitting them would take hours. Nobody must serve it meanwhile.</summary>
internal static class ScaleFill
{
    private const int AtOnce = 500_000;

    private const string Insert =
        """
        insert into jobs (
            id, version, write_id, status, ready_at, updated_at, created_at, started_at, finished_at, priority, attempt, max_attempts, failures, losses, progress, stage,
            last_event, tracked, taken_over, await_input, skipped, dependencies_met, has_dependents, callback_due, queue, lane, concurrency_key, type, message, result, error,
            error_code, receipt_token, receipt_digest, payload, events, tags)
        select
            x.id, 1, 1 + n, st, ready, t, t, case when ended then t end, case when ended then t end, 0, case when ended then 1 else 0 end, 3, 0, 0,
            case when ended then 100 else 0 end, 0, 3, false, false, false, false, true, false, false, 'queue' || (n % $3), 'type' || (n % 20), '', 'type' || (n % 20),
            'Job created', case when st = 'completed' then '{"ok":true}' end, case when st = 'error' then 'It failed' end, case when st = 'error' then 'user' end,
            case when ended then h || '.' || x.id end, case when ended then h end, '{"i":' || n || '}',
            '1' || chr(31) || 'created' || chr(31) || '1795939352152969' || chr(31) || '{"status":"queued"}' || chr(30) || case when ended then
                '2' || chr(31) || 'fetched' || chr(31) || '1795939352629152' || chr(31) || '{"attempt":1,"workerId":"w1","hasInput":false}' || chr(30)
                || '3' || chr(31) || 'finished' || chr(31) || '1795939352723633' || chr(31) || '{"status":"completed"}' || chr(30) else '' end,
            case when ended and n % 1000 = 7 then '["rare"]' end::jsonb
        from (
            select
                n, md5($4 || n::text) as h, t, st, st in ('completed', 'error') as ended, case when st = 'scheduled' then now() + interval '1 day' else t end as ready,
                '0' || lpad(to_hex((extract(epoch from t) * 1000)::bigint), 11, '0') || substr(md5($4 || n::text), 1, 20) as id
            from generate_series($1::bigint, $2::bigint) n
            cross join lateral (
                select now() - interval '6 days' + n * interval '1 ms' as t, case when $4 = 'completed' and n % 1000 = 0 then 'error' else $4 end as st) s) x
        """;

    /// <param name="status">completed (one in a thousand of them failed), queued or scheduled (for tomorrow).</param>
    internal static async Task Jobs(string connectionString, string status, long count, int queues)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false;Command Timeout=600");
        await connection.OpenAsync();
        for (long first = 0; first < count; first += AtOnce)
        {
            await using var command = new NpgsqlCommand(Insert, connection);
            command.Parameters.Add(new() { Value = first });
            command.Parameters.Add(new() { Value = Math.Min(first + AtOnce, count) - 1 });
            command.Parameters.Add(new() { Value = queues });
            command.Parameters.Add(new() { Value = status });
            await command.ExecuteNonQueryAsync();
        }

        await Execute(connection, $"insert into job_queues select 'queue' || n from generate_series(0, {queues - 1}) n on conflict do nothing");
        await Execute(connection, "update job_count_standing set is_counted = false");
        await Execute(connection, "vacuum analyze jobs");
    }

    internal static async Task<bool> AreCounted(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("select is_counted from job_count_standing", connection);
        return (bool)(await command.ExecuteScalarAsync())!;
    }

    internal static async Task<string> Sizes(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            "select pg_size_pretty(pg_table_size('jobs')) || ' and ' || pg_size_pretty(pg_indexes_size('jobs')) || ' of indexes'", connection);
        return (string)(await command.ExecuteScalarAsync())!;
    }

    private static async Task Execute(NpgsqlConnection connection, string statement)
    {
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync();
    }
}
