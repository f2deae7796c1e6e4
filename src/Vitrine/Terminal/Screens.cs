using Spectre.Console;

namespace Vitrine.Terminal;

/// <summary>Spectre's consoles over our own streams: colours only where they are wanted, no wrapping where nobody looks.</summary>
internal static class Screens
{
    // A redirected stream has no width: long URLs must not be broken for a file or a pipe.
    private const int PipeWidth = 240;

    /// <summary>A console on standard output.</summary>
    public static IAnsiConsole ForOutput(this Surroundings surroundings) => Create(surroundings.Output, surroundings.OutputIsTerminal, surroundings.OutputColours);

    /// <summary>A console on standard error.</summary>
    public static IAnsiConsole ForError(this Surroundings surroundings) => Create(surroundings.Error, surroundings.ErrorIsTerminal, surroundings.ErrorColours);

    private static IAnsiConsole Create(TextWriter writer, bool isTerminal, bool colours)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = colours ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = colours ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = isTerminal ? InteractionSupport.Yes : InteractionSupport.No,
        });
        if (!isTerminal) console.Profile.Width = PipeWidth;
        return console;
    }
}
