using System.Runtime.InteropServices;
using Vitrine.Settings;
using Vitrine.Terminal;
using Vitrine.Web;

namespace Vitrine.Doctor;

/// <summary>Looks at the machine: runtime, cores, memory, folders, programs.</summary>
internal static class MachineChecks
{
    private const long LeastMemoryBytes = 512L * 1024 * 1024;
    private const double Mebi = 1024 * 1024;

    private static readonly (string Name, string Use)[] Programs =
    [
        ("curl", "the printed lines to try"),
        ("jq", "the documents' lines over JSON logs"),
        ("redis-server", "token limits that several gateways share"),
        ("etcd", "a ledger on several nodes, and faults in it"),
        ("promtool", "checks of metrics and alert rules"),
        ("prometheus", "scraping and alerting"),
        ("go", "go tool pprof on profiles"),
        ("dot", "the call graphs of pprof"),
    ];

    /// <summary>The runtime, the cores and the memory.</summary>
    public static IEnumerable<Finding> Machine()
    {
        yield return new Finding(Health.Well, ".NET", $"{RuntimeInformation.FrameworkDescription} on {RuntimeInformation.RuntimeIdentifier}");
        var cores = Environment.ProcessorCount;
        yield return cores > 1
            ? new Finding(Health.Well, "Cores", $"{cores}")
            : new Finding(Health.Lacking, "Cores", "1", "Inference and serving share the only core: answers will be slow. Give the machine or container a second.");
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        yield return memory >= LeastMemoryBytes
            ? new Finding(Health.Well, "Memory", $"{memory / Mebi / 1024:0.0} GiB")
            : new Finding(Health.Lacking, "Memory", $"{memory / Mebi:0} MiB", "Larger models will not fit. Raise the container's limit.");
    }

    /// <summary>Whether the data directory can be written. A folder that does not exist yet is judged by its nearest parent.</summary>
    public static Finding DataFolder(string folder)
    {
        var existing = folder;
        while (!Directory.Exists(existing) && Path.GetDirectoryName(existing) is { } parent) existing = parent;
        var probe = Path.Combine(existing, $".vitrine-doctor-{Environment.ProcessId}");
        try
        {
            File.WriteAllText(probe, "");
            File.Delete(probe);
            return new Finding(Health.Well, "Data directory", folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Finding(Health.Broken, "Data directory", e.Message, $"Make {existing} writable, or choose another with --data-dir or {SharedSettings.DataFolder.Variable}.");
        }
    }

    /// <summary>Whether the model file is there and looks like GGUF.</summary>
    public static Finding Model(string file)
    {
        const string remedy = "Name a GGUF file with --model.";
        try
        {
            using var stream = File.OpenRead(file);
            Span<byte> magic = stackalloc byte[4];
            return stream.ReadAtLeast(magic, 4, throwOnEndOfStream: false) == 4 && magic.SequenceEqual("GGUF"u8)
                ? new Finding(Health.Well, "Model", $"{file} ({stream.Length / Mebi:0.0} MiB)")
                : new Finding(Health.Broken, "Model", $"{file} is no GGUF file", remedy);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Finding(Health.Broken, "Model", e.Message, remedy);
        }
    }

    /// <summary>Whether the console's pages are in this build.</summary>
    public static Finding Console() => WebServer.HasPages
        ? new Finding(Health.Well, "Console", "its pages are in this build")
        : new Finding(Health.Lacking, "Console", "its pages are not in this build", "Install Node.js 20.11 or newer with npm and build again: the build warns when it leaves them out.");

    /// <summary>Which programs that go well with vitrine are installed.</summary>
    public static IEnumerable<Finding> Tools(Surroundings surroundings)
    {
        foreach (var (name, use) in Programs)
        {
            yield return SearchPath.Find(surroundings, name) is { } found
                ? new Finding(Health.Well, name, found)
                : new Finding(Health.Lacking, name, "not installed", $"Only needed for {use}.");
        }
    }
}
