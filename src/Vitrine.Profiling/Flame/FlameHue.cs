namespace Vitrine.Profiling.Flame;

/// <summary>A colour for every module, the same in every picture and in the console.</summary>
internal static class FlameHue
{
    /// <summary>The hue of a module in degrees; keep in sync with <c>flameHue.ts</c> of the console.</summary>
    public static int Of(string module)
    {
        // FNV-1a, 32 bits, over UTF-16 units; its upper half, which is the better mixed one.
        var hash = 2_166_136_261u;
        foreach (var unit in module) hash = unchecked((hash ^ unit) * 16_777_619);
        return (int)((hash >> 16) % 360);
    }
}
