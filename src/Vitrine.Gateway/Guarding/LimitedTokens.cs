namespace Vitrine.Gateway.Guarding;

/// <summary>Which tokens a limit counts.</summary>
internal enum LimitedTokens
{
    /// <summary>Those of prompts, taken before the request goes on.</summary>
    Input,

    /// <summary>Those generated, charged when they are known.</summary>
    Output,
}
