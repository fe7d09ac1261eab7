namespace GrainJobs.Files;

/// <summary>Registers the file store that the settings name.</summary>
public static class FileSetup
{
    public static IServiceCollection AddFileStore(this IServiceCollection services, FileSettings settings)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<IFileStore>(provider => settings.S3 is { } s3
            ? new S3FileStore(s3, provider.GetRequiredService<TimeProvider>())
            : new LocalFileStore(settings.Folder, provider.GetRequiredService<TimeProvider>()));
        return services;
    }
}
