namespace Vitrine.Telemetry.Logs;

/// <summary>A line that a <see cref="LogFollower"/> received.</summary>
/// <param name="Line">UTF-8 without a newline; a copy that the receiver may keep.</param>
/// <param name="LostBefore">Lines lost between the previous one and this one, because the follower was slow.</param>
public readonly record struct FollowedLine(ReadOnlyMemory<byte> Line, long LostBefore);
