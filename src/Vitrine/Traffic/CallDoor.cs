namespace Vitrine.Traffic;

/// <summary>Where a call goes in.</summary>
internal enum CallDoor
{
    /// <summary>The OpenAI API.</summary>
    Api,

    /// <summary>The chat of the console, as its page calls it.</summary>
    Console,
}
