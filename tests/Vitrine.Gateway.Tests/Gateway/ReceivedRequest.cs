using Microsoft.AspNetCore.Http;

namespace Vitrine.Gateway.Tests.Gateway;

/// <summary>What an upstream read of a request.</summary>
internal sealed record ReceivedRequest(string Method, string Target, IHeaderDictionary Headers, string Body);
