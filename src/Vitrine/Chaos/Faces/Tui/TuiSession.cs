using System.Threading.Channels;
using Spectre.Console;
using Vitrine.Commands;
using Vitrine.Terminal;

namespace Vitrine.Chaos.Faces.Tui;

/// <summary>Shows a campaign on the whole terminal until somebody leaves, and gives the terminal back as it was.</summary>
internal static class TuiSession
{
    private static readonly TimeSpan s_drawEvery = TimeSpan.FromMilliseconds(100);
    // The alternate screen, and the cursor: xterm's control sequences 1049 and 25 (DECTCEM).
    private const string Enter = "\e[?1049h\e[?25l\e[H";
    private const string Leave = "\e[?25h\e[?1049l";

    /// <summary>Runs until q, Esc or the token.</summary>
    public static async Task RunAsync(TuiModel model, Surroundings surroundings, CancellationToken stop)
    {
        var screen = surroundings.ForOutput();
        var keys = ReadKeys();
        surroundings.Output.Write(Enter);
        try
        {
            await screen.Live(Draw()).Overflow(VerticalOverflow.Crop).StartAsync(async live =>
            {
                while (!model.IsLeft && !stop.IsCancellationRequested)
                {
                    while (keys.TryRead(out var key)) model.Press(key);
                    live.UpdateTarget(Draw());
                    // A key shows at once, everything else at the next turn.
                    using var turn = CancellationTokenSource.CreateLinkedTokenSource(stop);
                    turn.CancelAfter(s_drawEvery);
                    await ((Task)keys.WaitToReadAsync(turn.Token).AsTask()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }
            });
        }
        finally
        {
            surroundings.Output.Write(Leave);
            await surroundings.Output.FlushAsync(CancellationToken.None);
        }

        Spectre.Console.Rendering.IRenderable Draw() => TuiView.Draw(model, screen.Profile.Width, screen.Profile.Height);
    }

    /// <summary>Whether there are a screen and keys.</summary>
    /// <exception cref="CommandFailure">There are not.</exception>
    public static void Need(Surroundings surroundings)
    {
        if (!surroundings.OutputIsTerminal || Console.IsInputRedirected) throw new CommandFailure("The terminal face needs a terminal for its keys and its screen. Without one: vitrine chaos run.", ExitCode.Usage);
    }

    // Nobody can end a read of a key: the thread ends with the process.
    private static ChannelReader<ConsoleKeyInfo> ReadKeys()
    {
        var keys = Channel.CreateUnbounded<ConsoleKeyInfo>();
        new Thread(() =>
        {
            try
            {
                while (keys.Writer.TryWrite(Console.ReadKey(intercept: true)))
                {
                    // Each goes to the session.
                }
            }
            catch (InvalidOperationException)
            {
                // The terminal is gone, and the session ends with it.
            }
        })
        { IsBackground = true, Name = "vitrine keys" }.Start();
        return keys.Reader;
    }
}
