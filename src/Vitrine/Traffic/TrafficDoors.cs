namespace Vitrine.Traffic;

/// <summary>The addresses of a service.</summary>
/// <param name="Api">The root of its OpenAI API.</param>
/// <param name="Console">The root of its console, or null when it has none.</param>
internal sealed record TrafficDoors(Uri Api, Uri? Console = null)
{
    /// <summary>Whether calls can go in there.</summary>
    public bool IsOpen(CallDoor door) => door == CallDoor.Api || Console is not null;

    /// <summary>The address of a call.</summary>
    public Uri UrlOf(CallKind kind) => new(kind.Door == CallDoor.Api ? Api : Console!, kind.Path);
}
