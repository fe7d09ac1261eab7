namespace GrainJobs.Processes;

/// <summary>The signals a test sends, with their Linux numbers.</summary>
public enum Signal
{
    None = 0,
    Interrupt = 2,
    Quit = 3,
    Kill = 9,
    Terminate = 15,
    Continue = 18,
    Stop = 19,
}
