using GrainJobs.Hosting;

return await ProcessLife.Run(() => SiloHost.Build(args));
