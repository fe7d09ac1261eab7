using System.Net;
using System.Text;

namespace GrainJobs.FileProcessing.Text;

/// <summary>The text between the tags of HTML or XML: tags part words, scripts and styles are left out, character references are resolved.</summary>
internal sealed class MarkupText(TextStatistics text) : ICharacterSink
{
    private const int LongestTag = 64;
    private const int LongestReference = 12;
    private const string CommentEnd = "-->";

    private readonly StringBuilder tag = new();
    private readonly StringBuilder reference = new();
    private Place place = Place.Text;
    private string? skippedUntil;
    private char quote;
    private int commentMatched;
    private long tags;

    private enum Place
    {
        Text,
        Reference,
        Tag,
        Quoted,
        Comment,
    }

    public void Write(ReadOnlySpan<char> characters)
    {
        foreach (var each in characters)
        {
            Step(each);
        }
    }

    public IReadOnlyDictionary<string, long> End()
    {
        EndReference();
        return new Dictionary<string, long> { ["tags"] = tags };
    }

    private void Step(char each)
    {
        switch (place)
        {
            case Place.Text:
                StepText(each);
                break;
            case Place.Reference:
                StepReference(each);
                break;
            case Place.Tag:
                StepTag(each);
                break;
            case Place.Quoted:
                place = each == quote ? Place.Tag : Place.Quoted;
                break;
            default:
                StepComment(each);
                break;
        }
    }

    private void StepText(char each)
    {
        if (each == '<')
        {
            tag.Clear();
            place = Place.Tag;
        }
        else if (skippedUntil is null && each == '&')
        {
            reference.Clear().Append(each);
            place = Place.Reference;
        }
        else if (skippedUntil is null)
        {
            text.Add([each]);
        }
    }

    private void StepReference(char each)
    {
        if (each is '<' or '&' || char.IsWhiteSpace(each) || reference.Length >= LongestReference)
        {
            EndReference();
            StepText(each);
            return;
        }

        reference.Append(each);
        if (each == ';')
        {
            EndReference();
        }
    }

    private void EndReference()
    {
        if (place == Place.Reference)
        {
            text.Add(WebUtility.HtmlDecode(reference.ToString()));
            place = Place.Text;
        }
    }

    private void StepTag(char each)
    {
        if (each == '>')
        {
            EndTag();
        }
        else if (each is '"' or '\'' && tag.Length > 0 && skippedUntil is null)
        {
            (quote, place) = (each, Place.Quoted);
        }
        else if (tag.Length < LongestTag)
        {
            tag.Append(each);
            if (tag.Length == 3 && skippedUntil is null && tag.ToString() == "!--")
            {
                (place, commentMatched) = (Place.Comment, 0);
            }
        }
    }

    private void StepComment(char each)
    {
        commentMatched = each == CommentEnd[commentMatched] ? commentMatched + 1 : each == '-' && commentMatched == 2 ? 2 : each == '-' ? 1 : 0;
        if (commentMatched == CommentEnd.Length)
        {
            place = Place.Text;
        }
    }

    private void EndTag()
    {
        place = Place.Text;
        var whole = tag.ToString();
        var name = whole.Split([' ', '\t', '\r', '\n'], 2)[0].ToLowerInvariant();
        if (skippedUntil is not null)
        {
            skippedUntil = name == skippedUntil ? null : skippedUntil;
            return;
        }

        tags++;
        text.Add([name is "br" or "br/" or "/p" or "/div" or "/li" or "/tr" or "/h1" or "/h2" or "/h3" or "/title" ? '\n' : ' ']);
        skippedUntil = name is "script" or "style" && !whole.EndsWith('/') ? "/" + name : null;
    }
}
