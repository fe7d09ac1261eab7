using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace GrainJobs.Http;

/// <summary>More than the limits allow is refused at once, and a place is free again however its request ended.</summary>
public sealed class OverloadTests
{
    private TaskCompletionSource end = new();
    private readonly Overload overload;
    private int running;

    public OverloadTests()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Limits:ConcurrentRequests"] = "2", ["Limits:ParkedRequests"] = "3" }).Build();
        overload = new(Work, LimitSettings.Read(new(configuration)));
    }

    [Fact]
    public async Task Work_and_waiting_have_limits_of_their_own_and_some_routes_none()
    {
        var working = Ask(4);
        var parked = Ask(5, query: "?wait=30");
        var byRoute = Ask(1, mark: RequestLane.Parked);
        var free = Ask(9, mark: RequestLane.Free);

        (working.Count(request => request.Status == 429), parked.Count(request => request.Status == 429), byRoute[0].Status, running).Should().Be((2, 2, 429, 2 + 3 + 9));
        end.SetException(new InvalidOperationException("the request failed"));
        await Task.WhenAll(working.Concat(parked).Concat(free).Select(request => request.Done.ContinueWith(_ => { }, TaskScheduler.Default)));
        (running, end) = (0, new());
        Ask(4);
        running.Should().Be(2);
    }

    private (int Status, Task Done)[] Ask(int count, string query = "", RequestLane? mark = null) => [.. Enumerable.Range(0, count).Select(_ =>
    {
        var context = new DefaultHttpContext();
        context.Request.QueryString = new(query);
        context.Response.Body = new MemoryStream();
        context.SetEndpoint(new(null, mark is { } lane ? new(new LaneMark(lane)) : EndpointMetadataCollection.Empty, null));
        var done = overload.InvokeAsync(context);
        return (context.Response.StatusCode, done);
    })];

    private Task Work(HttpContext context)
    {
        running++;
        return end.Task;
    }
}
