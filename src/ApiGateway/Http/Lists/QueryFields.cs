using System.Globalization;

namespace GrainJobs.Http;

/// <summary>Reads query parameters and collects what is wrong with them.</summary>
internal sealed class QueryFields(HttpContext context)
{
    internal const int LargestLimit = 500;
    internal const int LongestWaitSeconds = 30;

    private readonly FieldFaults faults = new();

    /// <summary>The refusal; null while all is well.</summary>
    internal Refusal? Refusal => faults.IsEmpty ? null : faults.ToRefusal();

    /// <summary>A text; null when absent or empty.</summary>
    internal string? Text(string name, int longest = 256)
    {
        string? text = context.Request.Query[name];
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (text.Length > longest || !JsonText.IsStorable(text) || context.Request.Query[name].Count > 1)
        {
            faults.Add(name, string.Create(CultureInfo.InvariantCulture, $"must be given once, be at most {longest} characters and hold no U+0000"));
        }

        return text;
    }

    /// <summary>A whole number within bounds; null when absent.</summary>
    internal long? Number(string name, long min, long max)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max)
        {
            return number;
        }

        faults.Add(name, string.Create(CultureInfo.InvariantCulture, $"must be a whole number from {min} to {max}"));
        return null;
    }

    /// <summary><c>limit</c>, 1 to 500.</summary>
    internal int Limit(int fallback = 50) => (int)(Number("limit", 1, LargestLimit) ?? fallback);

    /// <summary><c>wait</c> in seconds, 0 to 30; zero when absent.</summary>
    internal TimeSpan Wait()
    {
        if (Text("wait") is not { } text)
        {
            return TimeSpan.Zero;
        }

        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and <= LongestWaitSeconds)
        {
            return TimeSpan.FromSeconds(seconds);
        }

        faults.Add("wait", "must be seconds from 0 to 30");
        return TimeSpan.Zero;
    }

    /// <summary><c>true</c> or <c>false</c>; false when absent.</summary>
    internal bool Flag(string name)
    {
        switch (Text(name))
        {
            case null or "false" or "0":
                return false;
            case "true" or "1":
                return true;
            default:
                faults.Add(name, "must be true or false");
                return false;
        }
    }

    /// <summary>One of the words of an enum in lower case; null when absent.</summary>
    internal T? Word<T>(string name)
        where T : struct, Enum
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (Array.Find(Enum.GetValues<T>(), value => value.ToString().Equals(text, StringComparison.OrdinalIgnoreCase)) is var found
            && found.ToString().Equals(text, StringComparison.OrdinalIgnoreCase))
        {
            return found;
        }

        faults.Add(name, "must be one of " + string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant());
        return null;
    }

    /// <summary>The parts of <c>cursor</c>; null when absent.</summary>
    internal string[]? Cursor(CursorCodec codec, string list)
    {
        if (Text("cursor", 1024) is not { } text)
        {
            return null;
        }

        var parts = codec.Decode(list, text);
        if (parts is null)
        {
            faults.Add("cursor", "is no cursor of this list; pass nextCursor unchanged");
        }

        return parts;
    }

    /// <summary>Notes a fault that a rule of the endpoint found.</summary>
    internal void Refuse(string name, string fault) => faults.Add(name, fault);
}
