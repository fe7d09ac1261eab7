namespace GrainJobs.FileProcessing;

/// <summary>So many bytes of words of seven letters, made while they are read.</summary>
internal sealed class Endless(long length) : Stream
{
    private long at;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => at;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        var made = (int)Math.Min(count, length - at);
        for (var index = 0; index < made; index++, at++)
        {
            buffer[offset + index] = at % 8 == 7 ? (byte)' ' : (byte)('a' + (at / 8 % 20));
        }

        return made;
    }

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
