using System.Text.Json.Serialization;
using GrainJobs.Http;

namespace GrainJobs.Projects;

/// <summary>How projects are read and written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    Converters = [typeof(UtcMilliseconds)])]
[JsonSerializable(typeof(UpdateBody))]
[JsonSerializable(typeof(UpdateView))]
[JsonSerializable(typeof(ProjectBody))]
[JsonSerializable(typeof(ProjectView))]
[JsonSerializable(typeof(ProjectPage))]
[JsonSerializable(typeof(ProjectBuildPage))]
internal sealed partial class ProjectJson : JsonSerializerContext;
