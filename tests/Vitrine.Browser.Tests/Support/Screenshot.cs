using Microsoft.Playwright;
using Vitrine.Testing;

namespace Vitrine.Browser.Tests.Support;

/// <summary>Pictures for the documentation: docs/images/, written anew when VITRINE_UPDATE_SCREENSHOTS=1.</summary>
internal static class Screenshot
{
    /// <summary>Whether this run writes pictures.</summary>
    public static bool AreWanted => Environment.GetEnvironmentVariable("VITRINE_UPDATE_SCREENSHOTS") == "1";

    /// <summary>Takes one if pictures are wanted.</summary>
    public static async Task TakeAsync(IPage page, string name)
    {
        if (!AreWanted) return;
        await page.ScreenshotAsync(new() { Path = Checkout.PathOf($"docs/images/{name}.png"), Animations = ScreenshotAnimations.Disabled });
    }
}
