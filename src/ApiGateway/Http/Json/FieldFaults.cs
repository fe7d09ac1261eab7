namespace GrainJobs.Http;

/// <summary>What is wrong with a request, by field: all of it at once, and never more than a person would read.</summary>
internal sealed class FieldFaults
{
    private const int Most = 50;

    private readonly Dictionary<string, List<string>> faults = [];
    private int count;

    internal bool IsEmpty => count == 0;

    internal bool IsFull => count >= Most;

    internal void Add(string field, string fault)
    {
        if (IsFull)
        {
            return;
        }

        count++;
        if (!faults.TryGetValue(field, out var list))
        {
            faults[field] = list = [];
        }

        list.Add(fault);
    }

    /// <summary>Notes the fault unless it fits.</summary>
    internal void Check(string field, bool fits, string fault)
    {
        if (!fits)
        {
            Add(field, fault);
        }
    }

    /// <summary>Notes a text that is too long.</summary>
    internal void CheckText(string field, string? text, int longest) =>
        Check(field, text is null || text.Length <= longest, $"must be at most {longest} characters");

    /// <summary>The refusal; its sentence names every field.</summary>
    internal Refusal ToRefusal()
    {
        var sentence = string.Join("; ", faults.SelectMany(field => field.Value.Select(fault => $"{field.Key} {fault}")));
        return new(RefusalCode.Invalid, sentence)
        {
            Fields = faults.ToDictionary(field => field.Key, field => field.Value.ToArray()),
        };
    }
}
