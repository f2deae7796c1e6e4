using Vitrine.ModelServer.Api;

namespace Vitrine.ModelServer.Models;

/// <summary>How a load ended: with a model, or with what its waiters are told.</summary>
/// <param name="Member">The model, which already counts one stream for each who waited.</param>
/// <param name="Error">What they are told, or null.</param>
/// <param name="Cause">The exception behind the error, if there was one.</param>
internal sealed record ModelLoadEnd(PooledModel? Member, ApiError? Error = null, Exception? Cause = null);
