using Microsoft.AspNetCore.Http;

namespace Vitrine.Testing.Upstreams;

/// <summary>What an upstream read of a request.</summary>
public sealed record ReceivedRequest(string Method, string Target, IHeaderDictionary Headers, string Body);
