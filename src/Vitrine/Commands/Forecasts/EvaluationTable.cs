using Spectre.Console;

namespace Vitrine.Commands.Forecasts;

/// <summary>Shows people how good the engine is.</summary>
internal static class EvaluationTable
{
    public static void Write(EvaluationSummary summary, IAnsiConsole screen)
    {
        screen.WriteLine($"{summary.Engine} {summary.Version}: {summary.Candles} candles to {summary.Steps}, {summary.SeriesPerFamily} series of each kind, seed {summary.Seed}");
        var table = new Table().Border(TableBorder.Simple).AddColumn("");
        foreach (var name in (ReadOnlySpan<string>)["MASE", "last value", "ratio", "in 80 % band", "ms"]) table.AddColumn(new TableColumn(name).RightAligned());
        foreach (var row in summary.Families)
            table.AddRow([new Text(row.Family), new Text($"{row.Mase:0.00}"), new Text($"{row.NaiveMase:0.00}"), Ratio(row.Ratio), new Text($"{row.Coverage:0 %}"), new Text($"{row.MillisecondsPerForecast:0.00}")]);
        if (summary.Families.Count > 1) table.AddRow([new Text("mean"), new Text(""), new Text(""), Ratio(summary.MeanRatio), new Text($"{summary.MeanCoverage:0 %}"), new Text("")]);
        screen.Write(table);
        screen.WriteLine("MASE: mean absolute error of the close, in errors of the last value one step ahead. Ratio below 1: better than the last value.");
    }

    private static Text Ratio(double ratio) => new($"{ratio:0.00}", ratio < 1 ? new Style(Color.Green) : Style.Plain);
}
