using System.Security.Cryptography;
using System.Text;

namespace GrainJobs.Hosting;

/// <summary>The admin key, kept as a hash; without one nothing matches.</summary>
public sealed class AdminKey
{
    private readonly byte[]? hash;

    public AdminKey(string? key)
    {
        hash = key is null ? null : Hash(key);
    }

    /// <summary>Compared in constant time.</summary>
    public bool Matches(string? presented) => hash is not null && presented is not null && CryptographicOperations.FixedTimeEquals(Hash(presented), hash);

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
