using System.Runtime.CompilerServices;

namespace GrainJobs.Silos;

/// <summary>Asks the desk of each silo a question for many callers at once.</summary>
internal sealed class DeskBoxes<TAsk, TAnswer>(NearDesk near, DeskQuestion<TAsk, TAnswer> question)
    where TAnswer : struct
{
    private readonly ConditionalWeakTable<SiloDesks, DeskBox<TAsk, TAnswer>> boxes = [];
    private readonly DeskBox<TAsk, TAnswer> anywhere = new(near, silo: null, question);

    /// <param name="silo">Null: any.</param>
    /// <param name="asked">What is asked.</param>
    /// <param name="mayShare">Whether nobody else can hold up the answer.</param>
    internal Task<TAnswer> Ask(SiloDesks? silo, TAsk asked, bool mayShare) => near.IsAnswered && mayShare
        ? (silo is null ? anywhere : boxes.GetValue(silo, key => new(near, key, question))).Ask(asked)
        : near.CallAt(silo, 1, desk => question.Alone(desk, asked));
}
