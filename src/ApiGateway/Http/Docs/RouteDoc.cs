namespace GrainJobs.Http;

/// <summary>What the OpenAPI document says about a route's body.</summary>
internal sealed record BodyDoc(Type? Schema, string ContentType, bool IsRequired);

/// <summary>What the OpenAPI document says about a query parameter or header.</summary>
internal sealed record InputDoc(string Name, string Text, bool IsHeader);

/// <summary>One part of a multipart body.</summary>
internal sealed record PartDoc(string Name, bool IsFile, bool IsRequired);
