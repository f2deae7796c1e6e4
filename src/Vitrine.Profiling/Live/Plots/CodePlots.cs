using System.Runtime;
using Vitrine.Profiling.Live.Sources;

namespace Vitrine.Profiling.Live.Plots;

/// <summary>The compiler at run time, and exceptions.</summary>
internal static class CodePlots
{
    private static readonly string[] s_misc = ["misc"];

    public static Plot Methods => new ScatterPlot("dotnet-jit", "JIT-compiled Methods", new Subplot("methods/sec", Measure.Rate, static _ => JitInfo.GetCompiledMethodCount()))
    {
        Tags = s_misc,
        Type = ScatterPlot.Bars,
        Axis = "methods / second",
        Sources = ["JitInfo.GetCompiledMethodCount", "dotnet.jit.compiled_methods"],
        Info = "Methods that were compiled, per second, each tier counted. It is high after the start and whenever code runs for the first time, and quiet in a warm service.",
    };

    public static Plot CompileTime => new ScatterPlot("dotnet-jit-time", "JIT Time", new Subplot("compiling", Measure.Rate, static _ => JitInfo.GetCompilationTime().TotalSeconds))
    {
        Tags = ["cpu", "misc"],
        Axis = "seconds / second",
        Unit = "s",
        Sources = ["JitInfo.GetCompilationTime", "dotnet.jit.compilation.time"],
        Info = "Time spent compiling, per second, on the threads that wanted the method and on the tiering thread.",
    };

    public static Plot Exceptions(ExceptionCount exceptions) => new ScatterPlot("dotnet-exceptions", "Exceptions", new Subplot("thrown/sec", Measure.Rate, _ => exceptions.Thrown))
    {
        Tags = s_misc,
        Type = ScatterPlot.Bars,
        Axis = "exceptions / second",
        Sources = ["AppDomain.FirstChanceException", "dotnet.exceptions"],
        Info = "Exceptions thrown per second, caught or not. Each costs some ten microseconds and more with deep stacks.",
    };
}
