using System.Security.Cryptography;
using System.Text;

namespace GrainJobs.Http;

/// <summary>A named key with its role. Only its hash is kept.</summary>
internal sealed record ApiKey(string Name, Role Role, ReadOnlyMemory<byte> Hash)
{
    internal const int ShortestLength = 32;

    internal static ApiKey Of(string name, Role role, string key) => new(name, role, HashOf(key));

    internal static byte[] HashOf(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
