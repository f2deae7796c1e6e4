using System.Diagnostics;

namespace Vitrine.Chaos.Plans;

/// <summary>The names of faults, as tables, JSON and the page show them.</summary>
internal static class FaultNames
{
    /// <summary>What stands where no fault struck.</summary>
    public const string None = "none";

    /// <summary>The name of a fault, lower case with hyphens.</summary>
    public static string Of(FaultKind? fault) => fault switch
    {
        null => None,
        FaultKind.Kill => "kill",
        FaultKind.Restart => "restart",
        FaultKind.TornWrite => "torn-write",
        FaultKind.BitFlip => "bit-flip",
        FaultKind.DiskFull => "disk-full",
        FaultKind.FlushFailure => "flush-failure",
        FaultKind.SlowFlush => "slow-flush",
        FaultKind.Pause => "pause",
        FaultKind.ClockBack => "clock-back",
        FaultKind.ClockForward => "clock-forward",
        FaultKind.NetworkCut => "network-cut",
        FaultKind.MemberKill => "member-kill",
        FaultKind.MemberPause => "member-pause",
        _ => throw new UnreachableException($"{fault} has no name."),
    };
}
