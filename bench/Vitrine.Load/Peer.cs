using System.Diagnostics;
using System.Globalization;

namespace Vitrine.Load;

/// <summary>A server under load: where it listens, and the processes that are it.</summary>
internal sealed class Peer(string name, string url, Process process, TextWriter? lifeline = null) : IDisposable
{
    /// <summary>What tables call it.</summary>
    public string Name => name;

    /// <summary>Scheme, host and port.</summary>
    public string Url => url;

    /// <summary>The CPU time of it and its children so far.</summary>
    public TimeSpan Cpu()
    {
        var sum = TimeSpan.Zero;
        foreach (var id in Family(process.Id))
        {
            using var member = Process.GetProcessById(id);
            sum += member.TotalProcessorTime;
        }

        return sum;
    }

    /// <summary>Its resident memory, without its children's, in bytes.</summary>
    public long ResidentBytes()
    {
        process.Refresh();
        return process.WorkingSet64;
    }

    /// <summary>This program again, with other words, which serves until its input ends and prints its port.</summary>
    public static async Task<Peer> StartSelfAsync(string name, params string[] words)
    {
        string[] prefix = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(Peer).Assembly.Location] : [];
        var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [.. prefix, .. words]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true })!;
        var port = int.Parse((await process.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture);
        return new Peer(name, $"http://127.0.0.1:{port}", process, process.StandardInput);
    }

    public void Dispose()
    {
        lifeline?.Dispose();
        if (lifeline is null && !process.HasExited) process.Kill(entireProcessTree: true);
        process.WaitForExit();
        process.Dispose();
    }

    // A server of workers, such as nginx, is its children.
    private static IEnumerable<int> Family(int id) => Directory.EnumerateDirectories($"/proc/{id}/task")
        .SelectMany(task => File.ReadAllText(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Select(child => int.Parse(child, CultureInfo.InvariantCulture))
        .Prepend(id);
}
