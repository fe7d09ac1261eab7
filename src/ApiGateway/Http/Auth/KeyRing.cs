using System.Security.Cryptography;

namespace GrainJobs.Http;

/// <summary>All keys of the installation.</summary>
internal sealed class KeyRing(IReadOnlyList<ApiKey> keys)
{
    /// <summary>The key that was presented; null when it is none of ours. Every key is compared, each in constant time.</summary>
    internal ApiKey? Find(string presented)
    {
        var hash = ApiKey.HashOf(presented);
        ApiKey? found = null;
        foreach (var key in keys)
        {
            found = CryptographicOperations.FixedTimeEquals(hash, key.Hash.Span) ? key : found;
        }

        return found;
    }
}
