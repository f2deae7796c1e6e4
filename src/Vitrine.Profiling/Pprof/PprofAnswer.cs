using System.IO.Compression;
using Google.Protobuf;

namespace Vitrine.Profiling.Pprof;

/// <summary>Answers as Go's net/http/pprof gives them, header by header: its readers look at them.</summary>
internal static class PprofAnswer
{
    /// <summary>Refuses, in text. The header tells <c>go tool pprof</c> that the text is meant for its user.</summary>
    public static Task FailAsync(HttpContext context, int status, string text)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.Headers["X-Go-Pprof"] = "1";
        response.Headers.Remove("Content-Disposition");
        return TextAsync(context, text + "\n");
    }

    /// <summary>Answers with plain text.</summary>
    public static Task TextAsync(HttpContext context, string text)
    {
        Begin(context, "text/plain; charset=utf-8");
        return context.Response.WriteAsync(text, context.RequestAborted);
    }

    /// <summary>Answers with a profile in its binary form.</summary>
    public static async Task ProfileAsync(HttpContext context, string fileName, Profile profile)
    {
        BeginFile(context, fileName);
        await context.Response.BodyWriter.WriteAsync(Compress(profile), context.RequestAborted);
    }

    /// <summary>A profile as files hold it: compressed, for that is how every reader expects it.</summary>
    public static byte[] Compress(Profile profile)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest)) profile.WriteTo(gzip);
        return bytes.ToArray();
    }

    /// <summary>Says that bytes of a file follow.</summary>
    public static void BeginFile(HttpContext context, string fileName)
    {
        Begin(context, "application/octet-stream");
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"{fileName}\"";
    }

    private static void Begin(HttpContext context, string contentType)
    {
        context.Response.ContentType = contentType;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.CacheControl = "no-store";
    }
}
