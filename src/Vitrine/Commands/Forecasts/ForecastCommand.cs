using System.CommandLine;
using Vitrine.Terminal;

namespace Vitrine.Commands.Forecasts;

/// <summary><c>vitrine forecast</c>: the forecasting engine without its service.</summary>
internal static class ForecastCommand
{
    public static Command Create(Surroundings surroundings) =>
        new Command("forecast", "Judge the forecasting engine") { EvaluateCommand.Create(surroundings) }.WithExamples("forecast evaluate");
}
