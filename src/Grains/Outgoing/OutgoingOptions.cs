namespace GrainJobs.Outgoing;

/// <summary>Settings of outgoing calls.</summary>
public sealed class OutgoingOptions
{
    /// <summary>Private networks (CIDR) that callbacks and webhooks may reach.</summary>
    public IReadOnlyList<string> AllowedNetworks { get; set; } = [];

    /// <summary>Signs deliveries (Standard Webhooks); the first signs first, further ones during rotation. Empty: derived from the token secret.</summary>
    public IReadOnlyList<string> SigningSecrets { get; set; } = [];
}
