namespace Vitrine.Inference.Tokenizers;

/// <summary>How the text of a segment is read.</summary>
public enum TextSegmentKind
{
    /// <summary>Written by a stranger: never becomes a control or user-defined token, whatever it spells.</summary>
    Literal,

    /// <summary>Written by the template: control and user-defined tokens are recognised.</summary>
    Template,
}
