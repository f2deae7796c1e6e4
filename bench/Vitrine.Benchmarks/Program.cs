using System.Globalization;
using BenchmarkDotNet.Running;
using Vitrine.Benchmarks.Forecast;
using Vitrine.Benchmarks.Gateway;
using Vitrine.Benchmarks.Inference;
using Vitrine.Benchmarks.Ledger;
using Vitrine.Benchmarks.Profiling;
using Vitrine.Benchmarks.Roles;
using Vitrine.Benchmarks.Server;
using Vitrine.Benchmarks.Telemetry;
using Vitrine.Benchmarks.Web;

// One verb per area; each prints medians and ratios of one run. `bdn` hands the rest to BenchmarkDotNet.
var rest = args.Length > 1 ? args[1..] : [];
switch (args.FirstOrDefault())
{
    case "telemetry":
        return TelemetryBench.Run(rest);
    case "inference":
        return InferenceBenchmark.Run(rest);
    case "web":
        return await WebBench.RunAsync(rest);
    case "roles":
        return await RolesBench.RunAsync(rest);
    case "server":
        return await ServerBench.RunAsync(rest);
    case "gateway" when rest is ["schedule"]:
        return ScheduleBench.Run();
    case "gateway" when rest is ["poll", ..]:
        return await PollBench.RunAsync(rest[1..]);
    case "gateway" when rest is ["pods"]:
        return await PollBench.ServePodsAsync();
    case "forecast" when rest is ["engine"]:
        return ForecastBench.RunEngine();
    case "forecast" when rest is ["service", ..]:
        return await ForecastServiceBench.RunAsync(rest[1..]);
    case "ledger" when rest is ["file", ..]:
        return await LedgerFileBench.RunAsync(rest[1..]);
    case "ledger" when rest is ["export", ..]:
        return await AuditExportBench.RunAsync(rest[1..]);
    case "ledger" when rest is ["etcd"]:
        return await EtcdBench.RunAsync(members: 3);
    case "ledger" when rest is ["etcd", var members]:
        return await EtcdBench.RunAsync(int.Parse(members, CultureInfo.InvariantCulture));
    case "profiling":
        return await ProfilingBench.RunAsync(rest);
    case "bdn":
        BenchmarkSwitcher.FromAssembly(typeof(TelemetryBench).Assembly).Run(rest);
        return 0;
    default:
        Console.Error.WriteLine("usage: dotnet run -c Release --project bench/Vitrine.Benchmarks -- telemetry [AREA] | inference --model FILE | --generate FORMATS [--libllama DIR] | web | roles --program DLL | server --program DLL --model FILE | gateway schedule | gateway poll [SECONDS] | forecast engine | forecast service --program DLL | ledger file [--folder DIR] | ledger export [RECORDS] | ledger etcd [MEMBERS] | profiling cpu | profiling lateness | profiling labels | profiling allocs | profiling memory [CAPTURES] | bdn [BenchmarkDotNet arguments]");
        return 2;
}
