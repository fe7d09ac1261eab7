using GrainJobs.Benchmarks;

return await BenchmarkCommand.Run(args);
