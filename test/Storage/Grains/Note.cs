namespace GrainJobs.Grains;

/// <summary>A state of a grain, for tests.</summary>
[GenerateSerializer, Alias("gj.test.Note")]
public sealed class Note
{
    [Id(0)]
    public string Text { get; set; } = "";
}
