using System.Runtime.CompilerServices;
using Microsoft.Playwright;

namespace Vitrine.Browser.Tests.Support;

/// <summary>Pictures for the documentation: docs/images/, written anew when VITRINE_UPDATE_SCREENSHOTS=1.</summary>
internal static class Screenshot
{
    /// <summary>Whether this run writes pictures.</summary>
    public static bool AreWanted => Environment.GetEnvironmentVariable("VITRINE_UPDATE_SCREENSHOTS") == "1";

    /// <summary>Takes one if pictures are wanted.</summary>
    public static async Task TakeAsync(IPage page, string name, [CallerFilePath] string here = "")
    {
        if (!AreWanted) return;
        var folder = Path.GetFullPath(Path.Combine(here, "../../../docs/images"));
        await page.ScreenshotAsync(new() { Path = Path.Combine(folder, name + ".png"), Animations = ScreenshotAnimations.Disabled });
    }
}
