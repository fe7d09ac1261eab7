using GrainJobs.Hosting;

return await ProcessLife.Run(() => GatewayHost.Build(args));
