using System.Globalization;
using Xunit;

namespace Vitrine.Testing;

/// <summary>The signals that tests send. One that was ignored when the tests started, as in a shell's background or under nohup, stays so in them and in every program they start.</summary>
public static class Signals
{
    public const int Hangup = 1;
    public const int Interrupt = 2;

    /// <summary>Skips the test where a signal does nothing, or fails it where nothing may be skipped.</summary>
    public static void Need(int signal)
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("How signals are set is read from /proc.");
        const string Field = "SigIgn:";
        var mask = File.ReadLines("/proc/self/status").First(line => line.StartsWith(Field, StringComparison.Ordinal))[Field.Length..];
        var isIgnored = (ulong.Parse(mask.Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) >> (signal - 1) & 1) == 1;
        ExternalTool.Need(!isIgnored, $"Signal {signal} is ignored here. Start the tests in the foreground, or behind: env --default-signal");
    }
}
