namespace Vitrine.Telemetry.Hosting.Assets;

/// <summary>A file of a service's pages, ready to send.</summary>
/// <param name="Path">Where it is served, such as <c>/app-K7XQ2A9B.js</c>.</param>
/// <param name="ContentType">Its media type.</param>
/// <param name="ETag">Names these very bytes, in quotes.</param>
/// <param name="IsImmutable">Whether its name changes with its content, so that nobody need ask again.</param>
/// <param name="Plain">The bytes.</param>
/// <param name="Brotli">The same compressed, or null where that saves nothing.</param>
/// <param name="Gzip">The same compressed, or null where that saves nothing.</param>
public sealed record Asset(string Path, string ContentType, string ETag, bool IsImmutable, byte[] Plain, byte[]? Brotli, byte[]? Gzip);
