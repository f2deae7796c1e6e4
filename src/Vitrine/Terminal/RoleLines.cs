using System.Buffers;
using System.Text;
using Vitrine.Telemetry.Logs;

namespace Vitrine.Terminal;

/// <summary>Shows the lines of several roles on one terminal: a prefix each, a colour each, never two lines mixed.</summary>
internal sealed class RoleLines(Surroundings surroundings, IReadOnlyList<string> roles)
{
    // Select Graphic Rendition, ECMA-48 section 8.3.117; red is left for errors.
    private static readonly string[] Colours = ["\u001b[36m", "\u001b[32m", "\u001b[35m", "\u001b[34m", "\u001b[33m"];

    private readonly Lock _gate = new();
    private readonly int _width = roles.Append(OwnName).Max(name => name.Length);

    private const string OwnName = "vitrine";

    /// <summary>Shows a line of a role's log on standard output, readable when it is JSON.</summary>
    public void ShowLog(string role, PrettyLineKeys keys, byte[] line) => Show(surroundings.Output, role, Readable(new PrettyLine(keys, surroundings.OutputColours), line), surroundings.OutputColours);

    /// <summary>Shows a line of a role's standard error on standard error.</summary>
    public void ShowError(string role, byte[] line) => Show(surroundings.Error, role, Readable(new PrettyLine(new PrettyLineKeys(), surroundings.ErrorColours), line), surroundings.ErrorColours);

    /// <summary>Says something of our own on standard error.</summary>
    public void Say(string text) => Show(surroundings.Error, OwnName, text, surroundings.ErrorColours);

    /// <summary>Runs something that writes several lines on standard error as one.</summary>
    public void Together(Action write)
    {
        lock (_gate) write();
    }

    private void Show(TextWriter writer, string role, string text, bool colours)
    {
        var index = roles.ToList().IndexOf(role);
        var prefix = role.PadRight(_width) + " |";
        if (colours) prefix = $"{(index < 0 ? "\u001b[1m" : Colours[index % Colours.Length])}{prefix}\u001b[0m";
        lock (_gate)
        {
            writer.WriteLine($"{prefix} {text}");
            writer.Flush();
        }
    }

    private static string Readable(PrettyLine pretty, byte[] line)
    {
        var buffer = new ArrayBufferWriter<byte>(line.Length + 64);
        pretty.Render(line, buffer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
