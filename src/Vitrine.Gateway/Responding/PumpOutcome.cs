namespace Vitrine.Gateway.Responding;

/// <summary>How the copying of an answer ended.</summary>
internal enum PumpOutcome
{
    /// <summary>The upstream's last byte was passed on.</summary>
    Complete,

    /// <summary>The upstream broke off: its connection closed, or it sent less than it had announced.</summary>
    UpstreamCut,

    /// <summary>The upstream sent nothing for longer than the idle limit.</summary>
    UpstreamIdle,

    /// <summary>The client took nothing of what waited for it for longer than the limit, and was cut.</summary>
    ClientSlow,

    /// <summary>The client left, or the gateway ended the request.</summary>
    ClientLeft,
}
