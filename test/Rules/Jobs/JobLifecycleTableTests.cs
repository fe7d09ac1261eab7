namespace GrainJobs.Jobs;

/// <summary>The whole table, status x command: where each leads and what it notes, or the refusal.</summary>
public sealed class JobLifecycleTableTests
{
    /// <summary>A command, then the states and what it does in them; "else" stands for every state not named.</summary>
    private const string Table = """
        save input:
            awaits input, tracked awaits -> queued input_saved triggered
            awaits both -> pending input_saved
            completed, error, cancelled -> no job_finished
            else -> no input_not_awaited
        meet dependencies:
            awaits parent -> queued dependencies_met triggered
            awaits both -> pending dependencies_met
            else -> nothing
        fail dependency:
            awaits parent, awaits both -> error finished
            else -> nothing
        promote:
            due -> queued triggered
            else -> no job_not_ready
        start:
            queued -> processing fetched
            else -> no job_not_ready
        progress:
            running, cancelling -> processing
            else -> no lease_lost
        complete:
            running, cancelling -> completed finished
            else -> no lease_lost
        skip:
            running, cancelling -> completed finished
            else -> no lease_lost
        fail: user:
            running -> scheduled attempt_failed
            cancelling -> cancelled attempt_failed finished
            else -> no lease_lost
        fail: transient:
            running -> scheduled attempt_failed
            cancelling -> cancelled attempt_failed finished
            else -> no lease_lost
        fail: timeout:
            running -> scheduled attempt_failed
            cancelling -> cancelled attempt_failed finished
            else -> no lease_lost
        fail: permanent:
            running -> error attempt_failed finished
            cancelling -> cancelled attempt_failed finished
            else -> no lease_lost
        fail: infrastructure:
            running -> scheduled attempt_failed
            cancelling -> cancelled attempt_failed finished
            else -> no lease_lost
        release:
            running -> queued released triggered
            cancelling -> cancelled released finished
            else -> no lease_lost
        old token: complete:
            else -> no lease_lost
        lease lost:
            running -> scheduled lease_lost
            cancelling -> cancelled lease_lost finished
            else -> no lease_lost
        time limit:
            running -> scheduled attempt_failed
            cancelling -> cancelled lease_lost finished
            else -> no lease_lost
        deadline of lease:
            running -> error finished
            cancelling -> cancelled lease_lost finished
            else -> no lease_lost
        cancel limit:
            running -> scheduled lease_lost
            cancelling -> cancelled lease_lost finished
            else -> no lease_lost
        fail assignment:
            queued -> error finished
            else -> no job_not_ready
        pass deadline:
            running, cancelling -> no job_not_ready
            completed, error, cancelled -> no job_finished
            else -> error finished
        cancel:
            running -> processing cancel_requested
            cancelling, cancelled -> nothing
            completed, error -> no job_finished
            else -> cancelled finished
        patch progress:
            tracked awaits -> pending updated
            tracked, tracked runs -> processing updated
            completed, error, cancelled -> no job_finished
            else -> no job_not_tracked
        patch completed:
            tracked awaits -> no input_not_awaited
            tracked, tracked runs -> completed finished
            completed, error, cancelled -> no job_finished
            else -> no job_not_tracked
        patch error:
            tracked awaits, tracked, tracked runs -> error finished
            completed, error, cancelled -> no job_finished
            else -> no job_not_tracked
        patch queued:
            tracked awaits -> no input_not_awaited
            tracked -> queued updated
            tracked runs -> no state_conflict
            completed, error, cancelled -> no job_finished
            else -> no job_not_tracked
        patch scheduled:
            tracked awaits, tracked, tracked runs -> no state_conflict
            completed, error, cancelled -> no job_finished
            else -> no job_not_tracked
        take over:
            tracked awaits, tracked, tracked runs -> queued input_saved triggered
            completed, error, cancelled -> no job_finished
            else -> no input_not_awaited
        add dependent:
            not due, due -> scheduled
            queued, tracked -> queued
            running, cancelling, tracked runs -> processing
            completed, error, cancelled -> nothing
            else -> pending
        announce end:
            completed -> completed
            error -> error
            cancelled -> cancelled
            else -> nothing
        """;

    private static readonly Dictionary<string, Dictionary<string, string>> Expected = Read();

    public static TheoryData<string, string> Cells()
    {
        var cells = new TheoryData<string, string>();
        foreach (var command in JobCommands.All.Keys)
        {
            foreach (var state in JobStates.All.Keys)
            {
                cells.Add(command, state);
            }
        }

        return cells;
    }

    [Fact]
    public void The_table_names_every_command_and_only_states_that_exist()
    {
        Expected.Keys.Should().BeEquivalentTo(JobCommands.All.Keys);
        Expected.Values.SelectMany(each => each.Keys).Distinct().Should().BeSubsetOf([.. JobStates.All.Keys, "else"]);
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Every_cell_leads_where_the_table_says(string command, string state)
    {
        var row = Expected[command];

        Word(JobCommands.All[command](JobStates.All[state])).Should().Be(row.GetValueOrDefault(state) ?? row["else"]);
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Every_change_keeps_the_laws(string command, string state)
    {
        var before = JobStates.All[state];
        if (JobCommands.All[command](before) is { IsRefused: false, Value: { IsNothing: false } change })
        {
            JobLaws.Check(change);
        }
    }

    private static string Word(Result<JobChange> result) => result switch
    {
        { IsRefused: true } => "no " + result.Refusal.Code,
        { Value.IsNothing: true } => "nothing",
        _ => string.Join(' ', [result.Value!.Next.Status.ToString().ToLowerInvariant(), .. result.Value.Events.Select(each => each.Type)]),
    };

    private static Dictionary<string, Dictionary<string, string>> Read()
    {
        var table = new Dictionary<string, Dictionary<string, string>>();
        var row = new Dictionary<string, string>();
        foreach (var line in Table.Split('\n'))
        {
            if (!line.StartsWith(' '))
            {
                table[line.Trim().TrimEnd(':')] = row = [];
                continue;
            }

            var cell = line.Split(" -> ");
            foreach (var state in cell[0].Split(','))
            {
                row.Add(state.Trim(), cell[1].Trim());
            }
        }

        return table;
    }
}
