using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace Vitrine.Web.Pages;

/// <summary>The files of the pages by path: read once, compressed once. They are resources of the assembly, so that they are there however the program was started.</summary>
internal sealed partial class AssetStore
{
    private const string ResourcePrefix = "wwwroot/";
    private const string IndexName = "index.html";

    private static readonly Lazy<AssetStore> s_embedded = new(static () => new AssetStore(ReadResources()));

    private static readonly Dictionary<string, string> s_contentTypes = new(StringComparer.OrdinalIgnoreCase)
    {
        [".html"] = "text/html; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".json"] = "application/json; charset=utf-8",
        [".map"] = "application/json; charset=utf-8",
        [".txt"] = "text/plain; charset=utf-8",
        [".webmanifest"] = "application/manifest+json; charset=utf-8",
        [".svg"] = "image/svg+xml",
        [".png"] = "image/png",
        [".ico"] = "image/x-icon",
        [".woff2"] = "font/woff2",
    };

    /// <param name="files">Names below the root, such as <c>index.html</c>, with their bytes.</param>
    public AssetStore(IEnumerable<KeyValuePair<string, byte[]>> files) => All = [.. files.Select(file => Prepare(file.Key, file.Value))];

    /// <summary>What the client's build put into this assembly; empty when it was built without Node.</summary>
    public static AssetStore Embedded => s_embedded.Value;

    /// <summary>Every file, each once.</summary>
    public IReadOnlyList<Asset> All { get; }

    /// <summary>The paths that the pages are served at, the first page among them.</summary>
    public IEnumerable<string> Paths => All.Select(asset => asset.Path).Append("/");

    /// <summary>The first page, or null when the client was not built.</summary>
    public Asset? Index => All.FirstOrDefault(asset => asset.Path == "/" + IndexName);

    private static Asset Prepare(string name, byte[] plain)
    {
        var contentType = s_contentTypes.GetValueOrDefault(Path.GetExtension(name), "application/octet-stream");
        var isText = contentType.Contains("charset", StringComparison.Ordinal) || contentType == "image/svg+xml";
        return new Asset(
            "/" + name,
            contentType,
            $"\"{Convert.ToHexStringLower(SHA256.HashData(plain).AsSpan(0, 16))}\"",
            NameWithHash().IsMatch(name),
            plain,
            isText ? Compress(plain, static to => new BrotliStream(to, CompressionLevel.Optimal)) : null,
            isText ? Compress(plain, static to => new GZipStream(to, CompressionLevel.Optimal)) : null);
    }

    private static byte[]? Compress(byte[] plain, Func<Stream, Stream> by)
    {
        using var compressed = new MemoryStream();
        using (var compressor = by(compressed)) compressor.Write(plain);
        var bytes = compressed.ToArray();
        return bytes.Length < plain.Length ? bytes : null;
    }

    private static IEnumerable<KeyValuePair<string, byte[]>> ReadResources()
    {
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(ResourcePrefix, StringComparison.Ordinal)))
        {
            using var resource = assembly.GetManifestResourceStream(name)!;
            var bytes = new byte[resource.Length];
            resource.ReadExactly(bytes);
            yield return new(name[ResourcePrefix.Length..].Replace('\\', '/'), bytes);
        }
    }

    // esbuild's [name]-[hash]: eight characters of base32.
    [GeneratedRegex(@"-[A-Z0-9]{8}\.\w+(\.map)?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex NameWithHash();
}
