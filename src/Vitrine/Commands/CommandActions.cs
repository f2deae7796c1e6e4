using System.CommandLine;
using Spectre.Console;
using Vitrine.Roles;
using Vitrine.Settings;
using Vitrine.Telemetry.Documents;
using Vitrine.Terminal;

namespace Vitrine.Commands;

/// <summary>Runs a command's body and turns expected failures into words and an exit code.</summary>
internal static class CommandActions
{
    /// <summary>Sets what a command does.</summary>
    public static void Does(this Command command, Surroundings surroundings, Func<ParseResult, CancellationToken, Task<int>> body) =>
        command.SetAction(async (parsed, cancellation) =>
        {
            try
            {
                return await body(parsed, cancellation);
            }
            catch (CommandFailure failure)
            {
                return Fail(surroundings, failure.ExitCode, failure.Message);
            }
            catch (RoleStartException failure)
            {
                return Fail(surroundings, ExitCode.Failed, failure.Message);
            }
            catch (SettingsException failure)
            {
                return Fail(surroundings, ExitCode.Usage, [.. failure.Errors]);
            }
            catch (DocumentException failure)
            {
                return Fail(surroundings, ExitCode.Failed, [.. failure.Errors.Select(error => error.ToString())]);
            }
        });

    /// <summary>Sets what a command does when it needs no waiting.</summary>
    public static void Does(this Command command, Surroundings surroundings, Func<ParseResult, int> body) =>
        command.Does(surroundings, (parsed, _) => Task.FromResult(body(parsed)));

    private static int Fail(Surroundings surroundings, int exitCode, params ReadOnlySpan<string> messages)
    {
        var screen = surroundings.ForError();
        foreach (var message in messages)
            screen.MarkupLineInterpolated($"[red]error:[/] {message}");
        return exitCode;
    }
}
