using System.Globalization;

namespace GrainJobs;

/// <summary>
/// What is wrong with a request, by field: all of it at once, and never more than a person would read. A field whose text could
/// not be read is closed: what a rule would say of it or of its members is not said.
/// </summary>
public sealed class FieldFaults
{
    private const int Most = 50;

    private readonly Dictionary<string, List<string>> faults = new(StringComparer.Ordinal);
    private readonly HashSet<string> closed = new(StringComparer.Ordinal);
    private int count;
    private bool isTooLarge = true;

    /// <summary>Whether nothing is wrong.</summary>
    public bool IsEmpty => count == 0;

    /// <summary>Whether no more is noted.</summary>
    public bool IsFull => count >= Most;

    /// <summary>Whether that very field is at fault.</summary>
    public bool Holds(string field) => faults.ContainsKey(field);

    /// <summary>Notes a fault, once.</summary>
    public void Add(string field, string fault) => Add(field, fault, isSize: false);

    /// <summary>Notes the fault unless it fits.</summary>
    public void Check(string field, bool fits, string fault)
    {
        if (!fits)
        {
            Add(field, fault);
        }
    }

    /// <summary>Notes the fault if it is there.</summary>
    public void Forbid(string field, bool isWrong, string fault) => Check(field, !isWrong, fault);

    /// <summary>Notes a text that is too long.</summary>
    public void CheckText(string field, string? text, int longest)
    {
        if (text?.Length > longest)
        {
            Add(field, string.Create(CultureInfo.InvariantCulture, $"must be at most {longest:N0} characters"));
        }
    }

    /// <summary>Notes data over its limit. A request with no other fault is then too large rather than invalid.</summary>
    public void CheckBytes(string field, long bytes, long most)
    {
        if (bytes > most)
        {
            Add(field, string.Create(CultureInfo.InvariantCulture, $"must be at most {most} bytes; keep data elsewhere and send its id"), isSize: true);
        }
    }

    /// <summary>Closes the fields that are at fault by now.</summary>
    public void Close() => closed.UnionWith(faults.Keys);

    /// <summary>Adds what a rule elsewhere found.</summary>
    public void Add(Refusal refusal)
    {
        foreach (var (field, found) in refusal.Fields)
        {
            foreach (var fault in found)
            {
                Add(field, fault, refusal.Code == RefusalCode.TooLarge);
            }
        }
    }

    /// <summary>The refusal; its sentence names every field.</summary>
    public Refusal ToRefusal() => new(
        isTooLarge ? RefusalCode.TooLarge : RefusalCode.Invalid,
        string.Join("; ", faults.SelectMany(field => field.Value.Select(fault => Sentence(field.Key, fault)))))
    {
        Fields = faults.ToDictionary(field => field.Key, field => field.Value.ToArray(), StringComparer.Ordinal),
    };

    /// <summary>A fault that begins as a sentence stands by itself.</summary>
    private static string Sentence(string field, string fault) => char.IsUpper(fault[0]) ? fault : $"{field} {fault}";

    private void Add(string field, string fault, bool isSize)
    {
        if (IsFull || IsClosed(field))
        {
            return;
        }

        if (!faults.TryGetValue(field, out var list))
        {
            faults[field] = list = [];
        }

        if (!list.Contains(fault))
        {
            list.Add(fault);
            count++;
            isTooLarge &= isSize;
        }
    }

    private bool IsClosed(string field) =>
        closed.Count > 0 && (closed.Contains(field) || closed.Any(each => field.StartsWith(each, StringComparison.Ordinal) && field[each.Length] is '.' or '['));
}
