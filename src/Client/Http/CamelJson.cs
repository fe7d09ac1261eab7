using System.Text.Json;
using System.Text.Json.Serialization;
using GrainJobs.Files;
using GrainJobs.Health;
using GrainJobs.Jobs;
using GrainJobs.Leases;
using GrainJobs.Projects;
using GrainJobs.Queues;

namespace GrainJobs.Http;

/// <summary>The shapes of the job and queue routes.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ProblemDocument))]
[JsonSerializable(typeof(NewJob))]
[JsonSerializable(typeof(IReadOnlyList<NewJob>))]
[JsonSerializable(typeof(BulkAnswer))]
[JsonSerializable(typeof(JobSnapshot))]
[JsonSerializable(typeof(JobList))]
[JsonSerializable(typeof(JobHistory))]
[JsonSerializable(typeof(JobLogPage))]
[JsonSerializable(typeof(JobLogBatch))]
[JsonSerializable(typeof(JobUpdate))]
[JsonSerializable(typeof(JobAgain))]
[JsonSerializable(typeof(LeaseAsk))]
[JsonSerializable(typeof(LeasedJobs))]
[JsonSerializable(typeof(LeaseReportBody))]
[JsonSerializable(typeof(LeaseHeartbeat))]
[JsonSerializable(typeof(LeaseVerdicts))]
[JsonSerializable(typeof(QueueSnapshot))]
[JsonSerializable(typeof(QueuePage))]
[JsonSerializable(typeof(QueueChange))]
[JsonSerializable(typeof(QueueKey))]
[JsonSerializable(typeof(FileOutcome))]
[JsonSerializable(typeof(ProjectSnapshot))]
[JsonSerializable(typeof(ProjectList))]
[JsonSerializable(typeof(ProjectChange))]
[JsonSerializable(typeof(ProjectRequest))]
[JsonSerializable(typeof(ProjectUpdateAccepted))]
[JsonSerializable(typeof(ProjectBuildList))]
[JsonSerializable(typeof(ServiceCounts))]
internal sealed partial class CamelJson : JsonSerializerContext;
