using GrainJobs.Benchmarks;

return args is ["--micro", var folder] ? GrainJobs.Benchmarks.Micro.MicroCommand.Run(folder) : await BenchmarkCommand.Run(args);
