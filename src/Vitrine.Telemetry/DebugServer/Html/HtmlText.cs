using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;

namespace Vitrine.Telemetry.DebugServer.Html;

/// <summary>HTML being written: literals as they are, everything else encoded. There is no third way in.</summary>
internal sealed class HtmlText
{
    private readonly StringBuilder _html = new(8192);

    /// <summary>Appends markup of our own.</summary>
    public HtmlText Raw(string literal)
    {
        _html.Append(literal);
        return this;
    }

    /// <summary>Appends text, encoded for elements and quoted attributes alike.</summary>
    public HtmlText Text(string? text)
    {
        if (!string.IsNullOrEmpty(text)) _html.Append(HtmlEncoder.Default.Encode(text));
        return this;
    }

    /// <summary>Appends a number.</summary>
    public HtmlText Number(double number, string format = "0.###")
    {
        _html.Append(number.ToString(format, CultureInfo.InvariantCulture));
        return this;
    }

    /// <summary>Appends an element with encoded text.</summary>
    /// <param name="name">The element's name, a literal, attributes included: <c>td class="n"</c>.</param>
    /// <param name="text">Its text.</param>
    public HtmlText Element(string name, string? text)
    {
        var space = name.IndexOf(' ', StringComparison.Ordinal);
        return Raw("<").Raw(name).Raw(">").Text(text).Raw("</").Raw(space < 0 ? name : name[..space]).Raw(">");
    }

    /// <summary>Appends a link.</summary>
    public HtmlText Link(string href, string text) => Raw("<a href=\"").Text(href).Raw("\">").Text(text).Raw("</a>");

    /// <inheritdoc/>
    public override string ToString() => _html.ToString();
}
