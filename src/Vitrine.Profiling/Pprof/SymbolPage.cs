using System.Globalization;
using System.Text;
using Vitrine.Profiling.Symbols;

namespace Vitrine.Profiling.Pprof;

/// <summary><c>symbol</c>: names for addresses, <c>0x…+0x…</c> in the query or in the body, as pprof asks for them.</summary>
internal static class SymbolPage
{
    private const int MostCharacters = 1024 * 1024;

    public static async Task AnswerAsync(HttpContext context)
    {
        // pprof only looks whether the number is zero.
        var text = new StringBuilder("num_symbols: 1\n");
        foreach (var word in (await WordsOf(context)).Split('+'))
        {
            if (AddressOf(word.Trim()) is { } address && Symbolizer.OfProcess.Resolve(address) is { } symbol) text.Append(CultureInfo.InvariantCulture, $"0x{address:x} {symbol.Name}\n");
        }

        await PprofAnswer.TextAsync(context, text.ToString());
    }

    private static async Task<string> WordsOf(HttpContext context)
    {
        if (HttpMethods.IsGet(context.Request.Method)) return Uri.UnescapeDataString(context.Request.QueryString.Value is [_, ..] query ? query[1..] : "");
        using var reader = new StreamReader(context.Request.Body, Encoding.ASCII);
        var words = new char[MostCharacters];
        var read = await reader.ReadBlockAsync(words, context.RequestAborted);
        return new string(words, 0, read);
    }

    private static ulong? AddressOf(string word)
    {
        var isHex = word.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        return ulong.TryParse(isHex ? word.AsSpan(2) : word, isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out var address) && address != 0 ? address : null;
    }
}
