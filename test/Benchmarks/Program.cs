using GrainJobs.Benchmarks;
using GrainJobs.Benchmarks.Bare;

return args switch
{
    ["--micro", var folder] => GrainJobs.Benchmarks.Micro.MicroCommand.Run(folder),
    [BareSilo.Command, var silo, var gateway, var primary, var database] => await BareSilo.Run(silo, gateway, primary, database),
    _ => await BenchmarkCommand.Run(args),
};
