namespace Vitrine.Web.Upstream;

/// <summary>There is no whole answer; <see cref="Failure"/> says why.</summary>
internal sealed class FailedAnswerException(AnswerFailure failure, Exception? inner = null) : Exception(failure.Message, inner)
{
    /// <summary>Why.</summary>
    public AnswerFailure Failure => failure;
}
