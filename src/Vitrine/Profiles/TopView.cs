using Spectre.Console;
using Vitrine.Profiling.Flame;
using Vitrine.Terminal;

namespace Vitrine.Profiles;

/// <summary>A profile on the terminal: what was measured, the dearest functions, and what each route or model costs.</summary>
internal static class TopView
{
    private const int MostValuesOfALabel = 6;
    private static readonly Style s_dim = new(Color.Grey);

    /// <summary>Writes it.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="title">What it is a profile of.</param>
    /// <param name="profile">The profile.</param>
    /// <param name="kind">Which of its values.</param>
    /// <param name="rows">How many functions.</param>
    public static void Write(IAnsiConsole console, string title, StackProfile profile, int kind, int rows)
    {
        var (name, unit, total) = (profile.Kinds[kind].Name, profile.Kinds[kind].Unit, profile.TotalOf(kind));
        console.Write(new Text(TerminalSafe.Clean(title), new Style(decoration: Decoration.Bold)));
        console.WriteLine($"  {TerminalSafe.Clean(name)} {UnitText.Format(total, unit)}{(profile.Duration > TimeSpan.Zero ? $" in {UnitText.Format(profile.Duration.Ticks * 100, "nanoseconds")}" : "")}");
        foreach (var comment in profile.Comments) WriteLine(console, TerminalSafe.Clean(comment), s_dim);
        if (profile.Kinds.Count > 1) WriteLine(console, $"also measured: {TerminalSafe.Clean(string.Join(", ", profile.Kinds.Where((_, place) => place != kind).Select(each => each.Name)))} (--sample-index NAME)", s_dim);
        if (total == 0)
        {
            console.WriteLine("Nothing was measured.");
            return;
        }

        if (rows > 0) console.Write(TableOf(profile, kind, rows, total));
        foreach (var label in profile.Samples.SelectMany(sample => sample.Labels).Select(label => label.Key).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)) ByLabel(console, profile, kind, label, total);
    }

    private static Table TableOf(StackProfile profile, int kind, int rows, long total)
    {
        var table = new Table().Border(TableBorder.None).AddColumns(Number("flat"), Number("flat%"), Number("sum%"), Number("cum"), Number("cum%"), new TableColumn("function").Padding(0, 0, 0, 0));
        var sum = 0L;
        foreach (var row in TopTable.Of(profile, kind).Take(rows))
        {
            sum += row.Flat;
            table.AddRow(
                Cell(UnitText.Format(row.Flat, profile.Kinds[kind].Unit)),
                new Text(UnitText.Share(row.Flat, total), Heat(row.Flat, total)),
                Cell(UnitText.Share(sum, total)),
                Cell(UnitText.Format(row.Cumulative, profile.Kinds[kind].Unit)),
                Cell(UnitText.Share(row.Cumulative, total)),
                new Text(TerminalSafe.Clean(row.Frame.Name), row.Frame.IsNative ? s_dim : Style.Plain) { Overflow = Overflow.Ellipsis });
        }

        return table;
    }

    private static void ByLabel(IAnsiConsole console, StackProfile profile, int kind, string label, long total)
    {
        var values = TopTable.ByLabel(profile, kind, label);
        var shown = values.Take(MostValuesOfALabel).Select(pair => $"{(pair.Key.Length == 0 ? "none" : pair.Key)} {UnitText.Share(pair.Value, total)}");
        var more = values.Count > MostValuesOfALabel ? $", {values.Count - MostValuesOfALabel} more" : "";
        WriteLine(console, TerminalSafe.Clean($"by {label}: {string.Join(", ", shown)}{more}"), s_dim);
    }

    private static void WriteLine(IAnsiConsole console, string text, Style style)
    {
        console.Write(new Text(text, style));
        console.WriteLine();
    }

    private static Style Heat(long value, long total) => ((double)value / total) switch
    {
        >= 0.2 => new Style(Color.Red),
        >= 0.05 => new Style(Color.Yellow),
        _ => Style.Plain,
    };

    private static Text Cell(string text) => new(text);

    private static TableColumn Number(string name) => new TableColumn(name).RightAligned().NoWrap().Padding(0, 0, 2, 0);
}
