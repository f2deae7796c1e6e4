using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Vitrine.Benchmarks.Roles;

/// <summary>What the program costs as a whole: from start to the first streamed answer, and at rest.</summary>
internal static class RolesBench
{
    private const int Starts = 5;
    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(20);

    public static async Task<int> RunAsync(string[] args)
    {
        if (args is not ["--program", var program])
        {
            Console.Error.WriteLine("usage: … -- roles --program PATH/TO/vitrine.dll   (build it first: dotnet build -c Release src/Vitrine)");
            return 2;
        }

        var firstAnswers = new List<double>();
        for (var i = 0; i < Starts; i++)
        {
            await using var model = await ServedModel.StartAsync(program, 31_000 + (i * 10));
            firstAnswers.Add(model.FirstAnswer.TotalSeconds);
            if (i == Starts - 1) await PrintIdleAsync(model);
        }

        firstAnswers.Sort();
        Console.WriteLine($"start to the first streamed token, {Starts} starts: median {firstAnswers[Starts / 2]:0.00} s, from {firstAnswers[0]:0.00} to {firstAnswers[^1]:0.00} s");
        return 0;
    }

    private static async Task PrintIdleAsync(ServedModel model)
    {
        model.Process.Refresh();
        var (cpu, from) = (model.Process.TotalProcessorTime, Stopwatch.GetTimestamp());
        await Task.Delay(s_idle);
        model.Process.Refresh();
        var share = (model.Process.TotalProcessorTime - cpu) / Stopwatch.GetElapsedTime(from);
        var resident = File.ReadLines($"/proc/{model.Process.Id}/status").First(line => line.StartsWith("VmRSS", StringComparison.Ordinal));
        var megabytes = long.Parse(resident.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) / 1024d;
        Console.WriteLine($"role model at rest for {s_idle.TotalSeconds:0} s after one answer: {share:P2} of a core, {megabytes:0} MB resident");
    }

    /// <summary>One <c>serve model</c> that has answered once.</summary>
    private sealed class ServedModel(Process process, TimeSpan firstAnswer) : IAsyncDisposable
    {
        public Process Process => process;

        public TimeSpan FirstAnswer => firstAnswer;

        public static async Task<ServedModel> StartAsync(string program, int port)
        {
            var from = Stopwatch.GetTimestamp();
            var start = new ProcessStartInfo("dotnet", [program, "serve", "model", "--api-host", $"127.0.0.1:{port}", "--debug-host", $"127.0.0.1:{port + 1}"]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
            var process = Process.Start(start)!;
            process.OutputDataReceived += static (_, _) => { };
            process.ErrorDataReceived += static (_, _) => { };
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            using var client = new HttpClient();
            while (true)
            {
                try
                {
                    const string Body = """{"model":"vitrine-tiny","stream":true,"messages":[{"role":"user","content":"What is latency?"}]}""";
                    using var request = new HttpRequestMessage(HttpMethod.Post, $"http://127.0.0.1:{port}/v1/chat/completions") { Content = new StringContent(Body, Encoding.UTF8, "application/json") };
                    using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
                    if (answer.IsSuccessStatusCode)
                    {
                        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
                        while (await reader.ReadLineAsync() is { } line && !line.Contains("\"content\":\"", StringComparison.Ordinal)) continue;
                        return new ServedModel(process, Stopwatch.GetElapsedTime(from));
                    }
                }
                catch (HttpRequestException) when (!process.HasExited)
                {
                    // It does not listen yet.
                }

                await Task.Delay(10);
            }
        }

        public async ValueTask DisposeAsync()
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }
}
