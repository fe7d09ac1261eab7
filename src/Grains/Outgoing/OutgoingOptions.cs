namespace GrainJobs.Outgoing;

/// <summary>Settings of outgoing calls.</summary>
public sealed class OutgoingOptions
{
    /// <summary>Private networks (CIDR, or single addresses) that callbacks and webhooks may reach.</summary>
    public IReadOnlyList<string> AllowedNetworks { get; set; } = [];

    /// <summary>
    /// Sign deliveries (Standard Webhooks, <c>whsec_</c> and base64 of 24 to 64 bytes); several during rotation: every delivery carries a signature by each.
    /// Empty: one secret is derived from the token secret.
    /// </summary>
    public IReadOnlyList<string> SigningSecrets { get; set; } = [];
}
