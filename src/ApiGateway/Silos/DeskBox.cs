namespace GrainJobs.Silos;

/// <summary>
/// What many callers ask of one silo's desk, carried together: a few calls are under way at a time, and what comes meanwhile waits for the next. A call
/// between processes costs as much as all else that a job needs of the silo, and who comes alone goes at once.
/// </summary>
internal sealed class DeskBox<TAsk, TAnswer>(NearDesk near, SiloDesks? silo, DeskQuestion<TAsk, TAnswer> question)
    where TAnswer : struct
{
    private const int MostUnderWay = 2;
    private const int MostTogether = 256;
    private const int MostCharacters = 1 << 20;

    private readonly Lock gate = new();
    private readonly Queue<(TAsk Asked, TaskCompletionSource<TAnswer> Answer)> waiting = new();
    private int underWay;

    /// <summary>Bounded by the requests this process takes at once.</summary>
    internal Task<TAnswer> Ask(TAsk asked)
    {
        var answer = new TaskCompletionSource<TAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            waiting.Enqueue((asked, answer));
            if (underWay == MostUnderWay)
            {
                return answer.Task;
            }

            underWay++;
        }

        // Not a part of this caller's trace: what is asked has its own.
        using (ExecutionContext.SuppressFlow())
        {
            _ = Task.Run(Carry);
        }

        return answer.Task;
    }

    private async Task Carry()
    {
        while (Take() is { Length: > 0 } together)
        {
            await Carry(together);
        }
    }

    private async Task Carry((TAsk Asked, TaskCompletionSource<TAnswer> Answer)[] together)
    {
        try
        {
            var answers = await near.CallAt(silo, together.Length, desk => question.Together(desk, Array.ConvertAll(together, static each => each.Asked)));
            for (var place = 0; place < together.Length; place++)
            {
                if (answers[place] is { } answer)
                {
                    together[place].Answer.SetResult(answer);
                }
                else
                {
                    _ = AskAlone(together[place].Asked, together[place].Answer);
                }
            }
        }
#pragma warning disable CA1031 // Every caller must get the failure, whatever it is.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Array.ForEach(together, each => each.Answer.TrySetException(failure));
        }
    }

    private async Task AskAlone(TAsk asked, TaskCompletionSource<TAnswer> answer)
    {
        try
        {
            answer.SetResult(await near.CallAt(silo, 1, desk => question.Alone(desk, asked)));
        }
#pragma warning disable CA1031 // As above.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            answer.SetException(failure);
        }
    }

    private (TAsk Asked, TaskCompletionSource<TAnswer> Answer)[] Take()
    {
        lock (gate)
        {
            List<(TAsk Asked, TaskCompletionSource<TAnswer> Answer)> together = [];
            for (var characters = 0; together.Count < MostTogether && characters < MostCharacters && waiting.TryDequeue(out var next);)
            {
                together.Add(next);
                characters += question.Characters(next.Asked);
            }

            underWay -= together.Count == 0 ? 1 : 0;
            return [.. together];
        }
    }
}
