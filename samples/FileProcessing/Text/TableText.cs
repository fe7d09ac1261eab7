using System.Text;

namespace GrainJobs.FileProcessing.Text;

/// <summary>Cells of a table (RFC 4180, also with semicolons or tabs): counts rows and columns; every cell is text.</summary>
internal sealed class TableText(TextStatistics text) : ICharacterSink
{
    private const int LongestFirstRow = 16 * 1024;

    private readonly StringBuilder firstRow = new();
    private char delimiter;
    private bool isQuoted;
    private bool isFirstOver;
    private bool hasContent;
    private long rows;
    private long columns = 1;
    private long widest;

    public void Write(ReadOnlySpan<char> characters)
    {
        foreach (var each in characters)
        {
            if (isFirstOver)
            {
                Step(each);
            }
            else
            {
                Gather(each);
            }
        }
    }

    public IReadOnlyDictionary<string, long> End()
    {
        BeginRows();
        EndRow();
        return new Dictionary<string, long> { ["rows"] = rows, ["columns"] = widest };
    }

    /// <summary>The first line shows what divides the cells.</summary>
    private void Gather(char each)
    {
        firstRow.Append(each);
        if (each == '\n' || firstRow.Length >= LongestFirstRow)
        {
            BeginRows();
        }
    }

    private static readonly char[] Delimiters = [',', ';', '\t', '|'];

    private void BeginRows()
    {
        if (isFirstOver)
        {
            return;
        }

        var line = firstRow.ToString();
        delimiter = Delimiters.MaxBy(each => line.Count(found => found == each));
        isFirstOver = true;
        foreach (var each in line)
        {
            Step(each);
        }
    }

    private void Step(char each)
    {
        isQuoted ^= each == '"';
        if (!isQuoted && each == '\n')
        {
            EndRow();
            text.Add(['\n']);
            return;
        }

        hasContent |= each != '\r';
        columns += !isQuoted && each == delimiter ? 1 : 0;
        text.Add([each == '"' || (!isQuoted && each == delimiter) ? ' ' : each]);
    }

    private void EndRow()
    {
        if (hasContent)
        {
            rows++;
            widest = Math.Max(widest, columns);
        }

        (columns, hasContent) = (1, false);
    }
}
