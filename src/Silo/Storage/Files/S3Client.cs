using Amazon;
using Amazon.Runtime;
using Amazon.S3;

namespace GrainJobs.Files;

/// <summary>The library's client, set for S3-compatible stores: path-style addresses, checksums only where the protocol asks.</summary>
internal static class S3Client
{
    internal static AmazonS3Client Create(S3Settings settings)
    {
        var config = new AmazonS3Config
        {
            ForcePathStyle = true,
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            AuthenticationRegion = settings.Region,
            MaxErrorRetry = 3,
        };
        if (settings.Endpoint is { } endpoint)
        {
            config.ServiceURL = endpoint;
        }
        else
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(settings.Region);
        }

        return settings is { AccessKey: { } access, SecretKey: { } secret }
            ? new(new BasicAWSCredentials(access, secret), config)
            : new(config);
    }
}
