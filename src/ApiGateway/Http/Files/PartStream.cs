using GrainJobs.Files;

namespace GrainJobs.Http;

/// <summary>
/// The body of one part. Where the form breaks off the library throws a bare IOException; here that is told apart from a disk that fails
/// while the part is stored.
/// </summary>
internal sealed class PartStream(Stream part) : ForwardStream
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await part.ReadAsync(buffer, cancellationToken);
        }
        catch (IOException broken) when (IsBrokenForm(broken))
        {
            throw new InvalidDataException("The form breaks off.", broken);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>Whether the library says that the form is broken; the server's own kinds of IOException mean the connection.</summary>
    internal static bool IsBrokenForm(IOException failure) => failure.GetType() == typeof(IOException);
}
