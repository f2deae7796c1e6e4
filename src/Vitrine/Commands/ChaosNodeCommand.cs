using System.CommandLine;
using Vitrine.Chaos.Worlds.Clusters;
using Vitrine.Ledger;
using Vitrine.Roles;
using Vitrine.Settings;
using Vitrine.Supervision;
using Vitrine.Terminal;

namespace Vitrine.Commands;

/// <summary><c>vitrine chaos node</c>, which a campaign starts and no help lists: <c>vitrine serve ledger</c> over a disk and a clock that the campaign troubles. The role itself knows no troubles.</summary>
internal static class ChaosNodeCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var role = new LedgerRole();
        var command = new Command(NodeTroubles.Command, "A ledger node whose disk and clock a campaign troubles") { Hidden = true };
        var options = new SettingOptions(command, SettingsTable.Of(role.Name, isUnderUp: false));
        var folder = new Option<string>(NodeTroubles.Flag) { Required = true };
        command.Options.Add(folder);
        command.Does(surroundings, async (parsed, _) =>
        {
            var settings = options.Resolve(parsed, surroundings);
            var troubles = new NodeTroubles(parsed.GetRequiredValue(folder));
            var node = LedgerSetup.OptionsOf(new RoleContext(settings, role.Plan(settings), surroundings), disk => new TroubledDisk(disk, troubles)) with { Clock = new TroubledClock(troubles) };
            using var stop = StopSignals.OfTerminal();
            return await RoleRun.ServeAsync(() => LedgerServer.RunAsync(node, stop.Token), stop.Token);
        });
        return command.WithExamples($"chaos {NodeTroubles.Command} {NodeTroubles.Flag} ./troubles --data-dir ./node");
    }
}
