namespace GrainJobs.Storage;

/// <summary>One grain's write: committed whole or not at all, together with others in one transaction, failing alone.</summary>
internal abstract record StoreWrite
{
    /// <summary>The row it guards; two writes of one key never share a statement.</summary>
    public abstract string Key { get; }

    /// <summary>Roughly how much it sends, in bytes; batches are capped by it.</summary>
    public abstract int Size { get; }

    /// <summary>Whether every text in it can be stored: neither database is asked about one that can't.</summary>
    public abstract bool IsStorable { get; }

    /// <summary>Stored in the row, so that a retry over a lost connection recognises its own commit.</summary>
    public long WriteId { get; } = Random.Shared.NextInt64(1, long.MaxValue);
}
