using Amazon.S3;
using Amazon.S3.Model;

namespace GrainJobs.Files;

/// <summary>
/// One upload of unknown length. It goes out in whole parts that are held in memory one at a time and signed as plain bodies: streaming
/// signatures are what S3-compatible stores disagree about. A file of less than a part is one call.
/// </summary>
internal sealed class S3Upload(AmazonS3Client client, string bucket, string key)
{
    // The smallest part the protocol allows, which is what an upload costs in memory; 10,000 of them are 50 GB.
    private const int PartBytes = 5 << 20;

    private readonly List<PartETag> parts = [];
    private readonly byte[] buffer = new byte[PartBytes];

    internal async Task Send(Stream content, CancellationToken cancel)
    {
        var length = await Fill(content, cancel);
        if (length < PartBytes)
        {
            await client.PutObjectAsync(
                new() { BucketName = bucket, Key = key, InputStream = Body(length), UseChunkEncoding = false, AutoCloseStream = false }, cancel);
            return;
        }

        var upload = (await client.InitiateMultipartUploadAsync(bucket, key, cancel)).UploadId;
        try
        {
            await SendParts(upload, length, content, cancel);
        }
        catch
        {
            await Abort(upload);
            throw;
        }
    }

    private async Task SendParts(string upload, int length, Stream content, CancellationToken cancel)
    {
        for (; length > 0; length = await Fill(content, cancel))
        {
            var part = await client.UploadPartAsync(
                new()
                {
                    BucketName = bucket,
                    Key = key,
                    UploadId = upload,
                    PartNumber = parts.Count + 1,
                    InputStream = Body(length),
                    PartSize = length,
                    UseChunkEncoding = false,
                },
                cancel);
            parts.Add(new(parts.Count + 1, part.ETag));
        }

        await client.CompleteMultipartUploadAsync(new() { BucketName = bucket, Key = key, UploadId = upload, PartETags = parts }, cancel);
    }

    private async Task<int> Fill(Stream content, CancellationToken cancel) =>
        await content.ReadAtLeastAsync(buffer, PartBytes, throwOnEndOfStream: false, cancel);

    private MemoryStream Body(int length) => new(buffer, 0, length, writable: false);

    /// <summary>What can't be removed now is swept later; the reason of the failure is what counts.</summary>
    private async Task Abort(string upload)
    {
        try
        {
            await client.AbortMultipartUploadAsync(bucket, key, upload);
        }
        catch (Exception failure) when (S3Failures.IsAway(failure))
        {
            parts.Clear();
        }
    }
}
