using System.Globalization;
using System.Text;

namespace Vitrine.Profiling.Flame;

/// <summary>
/// Draws a profile as a flame graph in one SVG file that needs nothing besides itself: the root on top, what it called below, the wider the
/// dearer. Without scripts it is a picture; in a browser one points, zooms and searches.
/// </summary>
/// <remarks>
/// Every frame is an <c>svg</c> element of its own: its position is a share of the width, so the picture fits every window, and a name that
/// is too long for its frame is cut by it. Names are a stranger's text: they are escaped here, and the script handles them as text only.
/// </remarks>
internal sealed class FlameSvg
{
    private const int Width = 1200;
    private const int Margin = 12;
    private const int HeadHeight = 84;
    private const int RowHeight = 18;
    // Narrower frames than a tenth of a thousandth are not seen even when the picture is as wide as a wall.
    private const long MostFrames = 10_000;
    // DejaVu Sans and its like at 11.5 pixels.
    private const double LetterWidth = 6.6;

    private static readonly string s_style = Resource("flame.css");
    private static readonly string s_script = Resource("flame.js");

    private readonly StringBuilder _svg = new();
    private readonly string _unit;
    private readonly long _total;

    private FlameSvg(string unit, long total) => (_unit, _total) = (unit, total);

    /// <summary>The file's text.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="kind">Which of its values is drawn.</param>
    /// <param name="title">What it is a profile of.</param>
    public static string Of(StackProfile profile, int kind, string title)
    {
        var root = FlameNode.Of(profile, kind);
        var boxes = FlameBox.Of(root, Math.Max(1, root.Total / MostFrames)).ToArray();
        var picture = new FlameSvg(profile.Kinds[kind].Unit, root.Total);
        var height = HeadHeight + (boxes.Max(box => box.Depth) + 1) * RowHeight + Margin;
        picture.Begin(title, height);
        foreach (var box in boxes) picture.Draw(box);
        // The head comes last, for it stands on the frames when the picture is scrolled.
        picture.End(title, Describe(profile, kind, root.Total));
        return picture._svg.ToString();
    }

    private static string Describe(StackProfile profile, int kind, long total)
    {
        string?[] parts =
        [
            $"{profile.Kinds[kind].Name} {UnitText.Format(total, profile.Kinds[kind].Unit)}",
            profile.Duration > TimeSpan.Zero ? $"in {UnitText.Format(profile.Duration.Ticks * 100, "nanoseconds")}" : null,
            profile.StartedAt is { } at ? $"from {at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} UTC" : null,
        ];
        return string.Join(' ', parts.Where(part => part is not null));
    }

    private void Begin(string title, int height)
    {
        Raw($"""<svg xmlns="http://www.w3.org/2000/svg" version="1.1" width="{Width}" height="{height}" font-family="system-ui, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif" font-size="11.5">""");
        Raw("\n<title>").Text(title).Raw("</title>\n<style>").Raw(s_style).Raw("</style>\n");
        Raw("""<rect class="ground" width="100%" height="100%"/>""").Raw("\n");
        Raw($"""<svg id="frames" x="{Margin}" width="{Width - 2 * Margin}" height="{height}">""").Raw("\n");
    }

    private void Draw(FlameBox box)
    {
        var (node, frame) = (box.Node, box.Node.Frame);
        var share = (double)node.Total / Math.Max(1, _total);
        Raw($"""<svg class="frame{(frame.IsNative ? " native" : "")}" x="{Percent((double)box.Start / Math.Max(1, _total))}" y="{HeadHeight + box.Depth * RowHeight}" width="{Percent(share)}" height="{RowHeight - 1}" """);
        Raw(string.Create(CultureInfo.InvariantCulture, $"data-start=\"{box.Start}\" data-value=\"{node.Total}\" data-depth=\"{box.Depth}\" data-short=\"{frame.ShortStart}\""));
        if (!frame.IsNative) Raw(string.Create(CultureInfo.InvariantCulture, $" style=\"--hue:{FlameHue.Of(frame.Module)}\""));
        Raw("><title>").Text(frame.Name).Raw("\n");
        if (frame.Module.Length > 0) Text(frame.Module).Raw("\n");
        Raw($"{UnitText.Format(node.Total, _unit)}, {UnitText.Share(node.Total, _total)}; itself {UnitText.Format(node.Self, _unit)}, {UnitText.Share(node.Self, _total)}</title>");
        Raw("""<rect width="100%" height="100%" rx="2"/><text x="4" y="12.5">""").Text(Fitting(frame, share * (Width - 2 * Margin))).Raw("</text></svg>\n");
    }

    private void End(string title, string description)
    {
        Raw("</svg>\n").Raw($"""<g id="head"><rect class="ground" width="100%" height="{HeadHeight - 4}"/><text class="title" x="{Margin}" y="27">""").Text(title).Raw("</text>");
        Raw($"""<text class="soft" x="{Margin}" y="47">""").Text(description).Raw("</text>");
        Raw($"""<text id="details" x="{Margin}" y="70"></text><text id="found" class="soft" x="100%" dx="-{Margin}" y="47" text-anchor="end"></text>""");
        Raw("""<foreignObject id="tools" x="100%" y="8" width="330" height="30" transform="translate(-342 0)"></foreignObject></g>""");
        Raw("\n<script><![CDATA[").Raw(s_script).Raw("]]></script>\n</svg>\n");
    }

    // Keep in sync with flame.js, which does the same for the width that the picture has.
    private static string Fitting(StackFrame frame, double width)
    {
        var letters = (int)((width - 8) / LetterWidth);
        if (letters >= frame.Name.Length) return frame.Name;
        var name = frame.Name[frame.ShortStart..];
        return letters >= name.Length ? name : letters < 3 ? "" : $"{name[..(letters - 1)]}…";
    }

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.####}%");

    private FlameSvg Raw(string text)
    {
        _svg.Append(text);
        return this;
    }

    /// <summary>A stranger's text: escaped, and without the characters that XML 1.0 does not know.</summary>
    private FlameSvg Text(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '<': _svg.Append("&lt;"); break;
                case '>': _svg.Append("&gt;"); break;
                case '&': _svg.Append("&amp;"); break;
                case < ' ' or 0xfffe or 0xffff: _svg.Append('\ufffd'); break;
                default: _svg.Append(rune); break;
            }
        }

        return this;
    }

    private static string Resource(string name)
    {
        using var stream = typeof(FlameSvg).Assembly.GetManifestResourceStream(name) ?? throw new System.Diagnostics.UnreachableException($"{name} is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
