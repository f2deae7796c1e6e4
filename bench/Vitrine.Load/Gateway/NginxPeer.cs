using System.Diagnostics;

namespace Vitrine.Load.Gateway;

/// <summary>nginx as a reverse proxy, as people run it before a model server: a worker for each core, kept connections, answers not buffered.</summary>
internal static class NginxPeer
{
    private static readonly string? s_program = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/sbin").Select(folder => Path.Combine(folder, "nginx")).FirstOrDefault(File.Exists);

    public static bool IsInstalled => s_program is not null;

    /// <summary>Starts one.</summary>
    /// <param name="folder">Where its files go; it takes a folder of its own there.</param>
    /// <param name="upstream">What it forwards to.</param>
    /// <param name="accessLog">Whether it writes an access log, as it does by default.</param>
    public static Peer Start(string folder, string upstream, bool accessLog)
    {
        var (port, prefix) = (Ports.Free(), Directory.CreateDirectory(Path.Combine(folder, accessLog ? "nginx-logged" : "nginx")).FullName);
        var file = Path.Combine(prefix, "nginx.conf");
        File.WriteAllText(file, Configuration(prefix, port, new Uri(upstream), accessLog));
        var process = Process.Start(new ProcessStartInfo(s_program!, ["-p", prefix, "-c", file, "-e", Path.Combine(prefix, "error.log")]) { UseShellExecute = false })!;
        return new Peer(accessLog ? "nginx, access log" : "nginx", $"http://127.0.0.1:{port}", process);
    }

    // Paths are absolute, because the packaged program has others built in. A root's workers become nobody unless told, and could not enter the folder.
    private static string Configuration(string prefix, int port, Uri upstream, bool accessLog) => $$"""
        daemon off;
        {{(Environment.IsPrivilegedProcess ? "user root;" : "")}}
        worker_processes {{Environment.ProcessorCount}};
        pid {{prefix}}/nginx.pid;
        events { worker_connections 4096; }
        http {
            access_log {{(accessLog ? $"{prefix}/access.log" : "off")}};
            client_body_temp_path {{prefix}}/body; proxy_temp_path {{prefix}}/proxy; fastcgi_temp_path {{prefix}}/fastcgi; uwsgi_temp_path {{prefix}}/uwsgi; scgi_temp_path {{prefix}}/scgi;
            client_max_body_size 64m; client_body_buffer_size 256k;
            keepalive_requests 1000000000;
            upstream model { server {{upstream.Authority}}; keepalive 256; keepalive_requests 1000000000; }
            server {
                listen 127.0.0.1:{{port}};
                location / { proxy_pass http://model; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_buffering off; }
            }
        }
        """;
}
