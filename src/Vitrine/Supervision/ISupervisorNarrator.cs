namespace Vitrine.Supervision;

/// <summary>Hears what happens to the roles: the terminal tells a person, tests wait for it. Called from several threads.</summary>
internal interface ISupervisorNarrator
{
    /// <summary>A role's process runs.</summary>
    void Started(string role, int processId);

    /// <summary>A role takes requests.</summary>
    void Ready(string role);

    /// <summary>A role ended by itself and starts again after a pause.</summary>
    void Ended(string role, string reason, TimeSpan restartIn);

    /// <summary>A role ended too often, or in a way that another start cannot mend.</summary>
    void GaveUp(string role, string reason);

    /// <summary>A role stopped because it was asked to.</summary>
    void Stopped(string role, bool killed);
}
