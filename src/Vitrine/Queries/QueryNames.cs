namespace Vitrine.Queries;

/// <summary>The names in a PromQL query: which metrics it selects, by which labels it groups, which labels it makes.</summary>
internal sealed class QueryNames
{
    private static readonly HashSet<string> s_keywords = new(StringComparer.OrdinalIgnoreCase) { "and", "or", "unless", "atan2", "offset", "bool", "inf", "nan" };
    private static readonly HashSet<string> s_groupings = new(StringComparer.OrdinalIgnoreCase) { "by", "without", "on", "ignoring", "group_left", "group_right" };
    private readonly IReadOnlyList<QueryToken> _tokens;
    private readonly List<QuerySelector> _selectors = [];
    private readonly List<string> _groupLabels = [];
    private readonly List<string> _madeLabels = [];
    private int _at;

    private QueryNames(string query) => _tokens = QueryTokenizer.Read(query);

    /// <summary>The metrics it selects.</summary>
    public IReadOnlyList<QuerySelector> Selectors => _selectors;

    /// <summary>The labels in <c>by</c>, <c>on</c> and their like, and those that functions read.</summary>
    public IReadOnlyList<string> GroupLabels => _groupLabels;

    /// <summary>The labels that <c>label_replace</c> and its like make.</summary>
    public IReadOnlyList<string> MadeLabels => _madeLabels;

    /// <summary>Reads a query.</summary>
    public static QueryNames Of(string query)
    {
        var names = new QueryNames(query);
        while (names._at < names._tokens.Count) names.ReadNext();
        return names;
    }

    private void ReadNext()
    {
        var token = _tokens[_at++];
        if (token.Is('{')) _selectors.Add(new QuerySelector("", ReadMatchers()));
        if (token.Kind != QueryTokenKind.Name || s_keywords.Contains(token.Text)) return;
        if (s_groupings.Contains(token.Text)) ReadGrouping();
        else if (IsNext('(')) ReadLabelTexts(token.Text);
        else if (!IsGroupedAggregation()) ReadSelector(token.Text);
    }

    private bool IsNext(char mark) => _at < _tokens.Count && _tokens[_at].Is(mark);

    // `sum by (le) (x)`: the name before a grouping is no metric.
    private bool IsGroupedAggregation() => _at < _tokens.Count && _tokens[_at].Kind == QueryTokenKind.Name && s_groupings.Contains(_tokens[_at].Text);

    private void ReadSelector(string metric)
    {
        var hasMatchers = IsNext('{');
        if (hasMatchers) _at++;
        _selectors.Add(new QuerySelector(metric, hasMatchers ? ReadMatchers() : []));
    }

    // The label stands first and after each comma; what follows is an operator and a text.
    private List<string> ReadMatchers()
    {
        var labels = new List<string>();
        while (_at < _tokens.Count && !_tokens[_at].Is('}'))
        {
            if (_tokens[_at].Kind == QueryTokenKind.Name) labels.Add(_tokens[_at].Text);
            _at++;
        }

        _at++;
        return labels;
    }

    private void ReadGrouping()
    {
        if (!IsNext('(')) return;
        while (++_at < _tokens.Count && !_tokens[_at].Is(')'))
        {
            if (_tokens[_at].Kind == QueryTokenKind.Name) _groupLabels.Add(_tokens[_at].Text);
        }

        _at++;
    }

    // What selectors a call holds is read by the loop around; here only the texts that name labels are.
    private void ReadLabelTexts(string function)
    {
        if (function is not ("label_replace" or "label_join" or "count_values")) return;
        var texts = TextsOfCall();
        _madeLabels.AddRange(texts.Take(1));
        if (function == "label_replace") _groupLabels.AddRange(texts.Skip(2).Take(1));
        else if (function == "label_join") _groupLabels.AddRange(texts.Skip(2));
    }

    private List<string> TextsOfCall()
    {
        var texts = new List<string>();
        var depth = 0;
        for (var i = _at; i < _tokens.Count; i++)
        {
            if (_tokens[i].Is('(')) depth++;
            if (_tokens[i].Is(')') && --depth == 0) break;
            if (depth == 1 && _tokens[i].Kind == QueryTokenKind.Text && !IsMatcherText(i)) texts.Add(_tokens[i].Text);
        }

        return texts;
    }

    private bool IsMatcherText(int at) => _tokens[at - 1].Is('=') || _tokens[at - 1].Is('~');
}
