using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;
using System.Runtime.InteropServices;
using Vitrine.Terminal;

namespace Vitrine.Commands;

/// <summary><c>vitrine --version</c>: what a bug report needs in one line.</summary>
internal sealed class VersionAction(Surroundings surroundings) : SynchronousCommandLineAction
{
    /// <summary>The version of this build, with the commit when the build knew it.</summary>
    public static string Version { get; } = typeof(VersionAction).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";

    public override int Invoke(ParseResult parseResult)
    {
        surroundings.Output.WriteLine($"vitrine {Version} ({RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier})");
        return ExitCode.Ok;
    }
}
