using System.Text.Json;
using System.Text.Json.Serialization;
using GrainJobs.Jobs;
using GrainJobs.Leases;
using GrainJobs.Queues;

namespace GrainJobs.Http;

/// <summary>The shapes of the job and queue routes.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ProblemDocument))]
[JsonSerializable(typeof(NewJob))]
[JsonSerializable(typeof(IReadOnlyList<NewJob>))]
[JsonSerializable(typeof(BulkAnswer))]
[JsonSerializable(typeof(JobSnapshot))]
[JsonSerializable(typeof(JobPage))]
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
internal sealed partial class CamelJson : JsonSerializerContext;
