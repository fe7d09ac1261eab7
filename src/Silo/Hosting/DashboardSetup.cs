using Orleans.Dashboard;

namespace GrainJobs.Hosting;

/// <summary>The Orleans Dashboard at <c>/dashboard</c>, for the admin only.</summary>
public static class DashboardSetup
{
    private const string Prefix = "/dashboard";

    /// <summary>It reads the runtime's counters whether somebody looks or not: once a second is most of what an idle silo does.</summary>
    internal static void Apply(DashboardOptions options) => (options.HideTrace, options.CounterUpdateIntervalMs) = (true, 5_000);

    /// <summary>Guards the dashboard, and further paths. Call before routing.</summary>
    public static void UseAdminDoor(this IApplicationBuilder app, string? adminKey, params string[] alsoGuarded) =>
        app.UseMiddleware<AdminDoor>(new AdminKey(adminKey), (IReadOnlyList<PathString>)[Prefix, .. alsoGuarded.Select(path => new PathString(path))]);

    /// <summary>Maps it where it is fed.</summary>
    public static void MapDashboard(this IEndpointRouteBuilder app, ClusterSettings settings)
    {
        if (settings.Dashboard)
        {
            app.MapOrleansDashboard(Prefix).AllowAnonymous().ExcludeFromDescription();
        }
    }
}
