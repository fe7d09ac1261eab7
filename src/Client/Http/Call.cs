namespace GrainJobs.Http;

/// <summary>One request as it is sent, each time anew.</summary>
internal sealed record Call(HttpMethod Method, string Path)
{
    /// <summary>Makes the body; called once a try, because a sent body is spent.</summary>
    public Func<HttpContent>? Body { get; init; }

    /// <summary>Sending it twice has the effect of sending it once: by its nature, by a client-chosen id, or by its idempotency key.</summary>
    public bool Repeatable { get; init; }

    /// <summary>Sent as <c>Idempotency-Key</c>.</summary>
    public string? Key { get; init; }

    /// <summary>The body is large: ask whether it is wanted before sending it.</summary>
    public bool AskFirst { get; init; }

    /// <summary>How long one try may take; absent: the limit of plain calls.</summary>
    public TimeSpan? Limit { get; init; }

    /// <summary>How long to go on trying; absent: as the options say.</summary>
    public TimeSpan? Patience { get; init; }

    /// <summary>Further headers, also the credential when it isn't the client's key.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Headers made anew for every try.</summary>
    public Func<IReadOnlyList<KeyValuePair<string, string>>>? Sign { get; init; }

    internal HttpRequestMessage Message()
    {
        // Routes are relative, so that a path in front of the gateway survives.
        HttpRequestMessage message = new(Method, new Uri(Path.TrimStart('/'), UriKind.Relative)) { Content = Body?.Invoke() };
        message.Headers.ExpectContinue = AskFirst;
        foreach ((string name, string value) in Headers.Concat(Sign?.Invoke() ?? []))
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        if (Key is not null)
        {
            message.Headers.TryAddWithoutValidation("Idempotency-Key", Key);
        }

        return message;
    }
}
