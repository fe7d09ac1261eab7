using GrainJobs.Execution;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace GrainJobs.ProductImages;

/// <summary>Registers the sample with a host that runs a silo.</summary>
public static class ProductImageSetup
{
    private static readonly TimeSpan AttemptLimit = TimeSpan.FromMinutes(10);

    /// <summary>The handler, its database and its search. Call before the silo's own services: its tables must be there when jobs run.</summary>
    public static IServiceCollection AddProductImages(this IServiceCollection services, IConfiguration configuration)
    {
        var section = configuration.GetSection("Samples:ProductImages");
        services.Configure<ProductImageOptions>(section);
        services.AddSingleton(_ => Open(configuration));
        services.AddSingleton<ProductImageStore>();
        services.AddSingleton<ProductImageOrders>();
        services.TryAddSingleton<IImageSearch, FolderImageSearch>();
        services.AddHostedService<ProductImageMigration>();
        return services.AddJobHandler<ProductImagesHandler, ProductImagesPayload>(ProductImagesHandler.JobType, handler =>
        {
            handler.Timeout = AttemptLimit;
            var usual = handler.IsPermanent;
            handler.IsPermanent = exception => exception is DirectoryNotFoundException || usual(exception);
            handler.Inline = section.GetValue("Inline", false);
        });
    }

    private static ProductImageDatabase Open(IConfiguration configuration) =>
        configuration.GetConnectionString("GrainJobs") is { Length: > 0 } postgres
            ? ProductImageDatabase.Postgres(postgres)
            : ProductImageDatabase.Sqlite(configuration["Data:Path"] is { Length: > 0 } path ? path : "data");
}
