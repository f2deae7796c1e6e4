using Vitrine.Queries;

namespace Vitrine.Tests.Queries;

public sealed class QueryNamesTests
{
    [Theory]
    [InlineData("requests", "requests")]
    [InlineData("rate(requests[5m])", "requests")]
    [InlineData("rate(errors[5m]) / rate(requests[5m]) > 0.05", "errors requests")]
    [InlineData("sum by (a, b) (rate(x_total{c=\"1\",d=~\"2|3\"}[$__rate_interval]))", "x_total{c,d} by a,b")]
    [InlineData("histogram_quantile(0.95, sum(rate(x_bucket[5m])) by (le, model))", "x_bucket by le,model")]
    [InlineData("a and on (model) sum without (le) (b) > bool 2e3", "a b by model,le")]
    [InlineData("a * on (i) group_left (name) b unless a offset 10m", "a b a by i,name")]
    [InlineData("a or ignoring (x) b atan2 Inf", "a b by x")]
    [InlineData("max_over_time(deriv(a[5m])[1h:30s]) @ end()", "a")]
    [InlineData("count_values(\"version\", a{b='}'})", "a{b} makes version")]
    [InlineData("label_replace(a{job=\"j\"}, \"dst\", \"$1\", \"src\", \"(.*)\")", "a{job} by src makes dst")]
    [InlineData("label_join(sum(a) by (x), \"dst\", \"-\", \"x\", \"y\")", "a by x,y,x makes dst")]
    [InlineData("a{b=\"by (c)\"} # d{e=\"f\"}", "a{b}")]
    [InlineData("{job=\"j\"}", "{job}")]
    [InlineData("topk(3, $metric)", "")]
    [InlineData("job:errors:rate5m{}", "job:errors:rate5m")]
    [InlineData("sum by (", "")]
    [InlineData("a{b=\"", "a{b}")]
    public void Of_Query_FindsEveryName(string query, string expected)
    {
        var names = QueryNames.Of(query);
        var selectors = names.Selectors.Select(selector => selector.Metric + (selector.Labels.Count > 0 ? $"{{{string.Join(',', selector.Labels)}}}" : ""));
        // label_replace names its labels before the loop reaches those of the expression in it; the order does not matter.
        var found = string.Join(' ', selectors)
            + (names.GroupLabels.Count > 0 ? $" by {string.Join(',', names.GroupLabels.Order(StringComparer.Ordinal))}" : "")
            + (names.MadeLabels.Count > 0 ? $" makes {string.Join(',', names.MadeLabels)}" : "");
        found.ShouldBe(Sorted(expected));
    }

    [Theory]
    [InlineData("rate(a{m=~\"$model\"}[$__rate_interval])", "model")]
    [InlineData("${one:regex} of $two, ${three}", "one,two,three")]
    [InlineData("status=~\"5..$\" costs 5$ or $1", "")]
    public void VariablesIn_Text_AreThoseOfTheDashboard(string text, string expected) => string.Join(',', QueryTokenizer.VariablesIn(text)).ShouldBe(expected);

    private static string Sorted(string expected)
    {
        var at = expected.IndexOf(" by ", StringComparison.Ordinal);
        if (at < 0) return expected;
        var end = expected.IndexOf(" makes ", StringComparison.Ordinal) is > 0 and var made ? made : expected.Length;
        var labels = expected[(at + 4)..end].Split(',').Order(StringComparer.Ordinal);
        return $"{expected[..at]} by {string.Join(',', labels)}{expected[end..]}";
    }
}
