using System.Security.Cryptography;
using System.Text;
using GrainJobs.Hosting;

namespace GrainJobs.Http;

/// <summary>Keys and secrets as configured.</summary>
internal sealed record AuthSettings
{
    internal const string AdminKeyRule = "CONTROLLER_API_KEY must be set and at least 32 characters";

    public required IReadOnlyList<ApiKey> Keys { get; init; }

    /// <summary>From which tokens and cursors are derived.</summary>
    public required byte[] TokenSecret { get; init; }

    public bool AnonymousJobReads { get; init; }

    internal static AuthSettings Read(Settings settings, IConfiguration configuration)
    {
        var adminKey = settings.Text("CONTROLLER_API_KEY") ?? "";
        if (adminKey.Length < ApiKey.ShortestLength)
        {
            settings.Refuse(AdminKeyRule);
        }

        return new()
        {
            Keys = [ApiKey.Of("admin", Role.Admin, adminKey), .. ReadKeys(settings, configuration)],
            TokenSecret = ReadSecret(settings, adminKey),
            AnonymousJobReads = settings.Flag("Auth:AnonymousJobReads", false),
        };
    }

    private static byte[] ReadSecret(Settings settings, string adminKey)
    {
        var secret = settings.Text("Auth:TokenSecret");
        if (secret is { Length: < ApiKey.ShortestLength })
        {
            settings.Refuse("Auth:TokenSecret", "must be at least 32 characters, or not set: then it is derived from CONTROLLER_API_KEY");
        }

        return secret is not null
            ? Encoding.UTF8.GetBytes(secret)
            : HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(adminKey + '.'), 32, info: "grainjobs token secret"u8.ToArray());
    }

    private static List<ApiKey> ReadKeys(Settings settings, IConfiguration configuration) =>
        [.. configuration.GetSection("Auth:Keys").GetChildren().Select(child => ReadKey(settings, child.Path)).OfType<ApiKey>()];

    private static ApiKey? ReadKey(Settings settings, string path)
    {
        var key = settings.Text(path + ":Key") ?? "";
        if (key.Length < ApiKey.ShortestLength)
        {
            settings.Refuse(path + ":Key", "must be set and at least 32 characters");
        }

        if (TokenMint.IsToken(key))
        {
            settings.Refuse(path + ":Key", "must not begin like a token (gjj_, gjb_, gjw_)");
        }

        if (settings.Text(path + ":Name") is not { } name)
        {
            settings.Refuse(path + ":Name", "must be set");
            name = "";
        }

        Role? role = settings.Text(path + ":Role") switch { "admin" => Role.Admin, "client" => Role.Client, "worker" => Role.Worker, _ => null };
        if (role is null)
        {
            settings.Refuse(path + ":Role", "must be admin, client or worker");
        }

        return role is { } known ? ApiKey.Of(name, known, key) : null;
    }
}
