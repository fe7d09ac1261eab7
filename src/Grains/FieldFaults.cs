namespace GrainJobs;

/// <summary>Collects what is wrong with a request, field by field.</summary>
internal sealed class FieldFaults
{
    private readonly Dictionary<string, string[]> fields = [];
    private bool tooLarge;

    public bool IsEmpty => fields.Count == 0;

    public void Add(string field, bool isWrong, string fault)
    {
        if (isWrong)
        {
            fields[field] = [.. fields.GetValueOrDefault(field) ?? [], fault];
        }
    }

    public void AddTooLarge(string field, bool isWrong, string fault)
    {
        tooLarge |= isWrong;
        Add(field, isWrong, fault);
    }

    public Refusal ToRefusal() =>
        new(tooLarge ? RefusalCode.TooLarge : RefusalCode.Invalid, string.Join("; ", fields.Select(each => $"{each.Key}: {string.Join(", ", each.Value)}")))
        {
            Fields = fields,
        };
}
