namespace Vitrine.Chaos.Campaigns;

/// <summary>Where a campaign is.</summary>
internal enum CampaignState
{
    /// <summary>Nobody started it yet.</summary>
    Idle,

    /// <summary>It runs.</summary>
    Running,

    /// <summary>Somebody holds it.</summary>
    Paused,

    /// <summary>All iterations are done.</summary>
    Completed,
}
