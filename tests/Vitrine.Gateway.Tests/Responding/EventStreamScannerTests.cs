using System.Buffers;
using System.Text;
using Vitrine.Gateway.Responding;
using Vitrine.Testing;

namespace Vitrine.Gateway.Tests.Responding;

public sealed class EventStreamScannerTests
{
    [Fact]
    public void Scan_EveryStreamCutAtEveryByte_TellsAndPassesTheSame()
    {
        var cases = StreamCase.ReadAll();
        cases.Count.ShouldBeGreaterThan(15);
        foreach (var one in cases)
        {
            var bytes = Encoding.UTF8.GetBytes(one.Answer);
            for (var cut = 0; cut <= bytes.Length; cut++)
            {
                Scans.Run(new EventStreamScanner(stripsUsage: false), bytes, cut).ShouldBe((one.Answer, one.Facts), $"{one.Title}, cut at {cut}");
                Strip(one, bytes, cut);
            }

            Strip(one, bytes, [.. Enumerable.Range(0, bytes.Length)]);
        }
    }

    [Fact]
    public void Scan_EveryStreamCutAtRandom_TellsAndPassesTheSame()
    {
        var random = new Random(7);
        foreach (var one in StreamCase.ReadAll())
        {
            var bytes = Encoding.UTF8.GetBytes(one.Answer);
            for (var round = 0; round < 300; round++)
            {
                Strip(one, bytes, [.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => random.Next(bytes.Length)).Order()]);
            }
        }
    }

    [Fact]
    public void Scan_TokensOfAnEvent_GoToTheClientInTheSameCall()
    {
        var scanner = new EventStreamScanner(stripsUsage: true);
        Pass(scanner, "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n").ShouldEndWith("\n\n");
        Pass(scanner, "data: {\"id\":1,\"cho").ShouldBe("");
        Pass(scanner, "ices\": [").ShouldBe("");
        Pass(scanner, "{\"delta\":{").ShouldBe("data: {\"id\":1,\"choices\": [{\"delta\":{");
        Pass(scanner, "\"content\":\"b").ShouldBe("\"content\":\"b");
        Pass(scanner, "\"}}]}\n").ShouldBe("\"}}]}\n");
        scanner.Facts.Pieces.ShouldBe(1);
        Pass(scanner, "\ndata: [DONE]\n\n").ShouldBe("\ndata: [DONE]\n\n");
        scanner.Facts.Pieces.ShouldBe(2);
        Pass(scanner, "data: {\"choices\":[],\"usage\":{}}\n").ShouldBe("");
        Pass(scanner, "\n").ShouldBe("");
        scanner.Facts.Stripped.ShouldBe(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Scan_EventBeyondTheLimit_PassesUnreadAndTheNextIsRead(bool strips)
    {
        var large = "data: {\"x\":\"" + new string('x', EventStreamScanner.MaxEventBytes) + "\",\"choices\":[],\"usage\":{\"prompt_tokens\":1}}\n\n";
        var answer = large + "data: {\"choices\":[{\"delta\":{\"content\":\"b\"}}]}\n\n" + large;
        var bytes = Encoding.UTF8.GetBytes(answer);
        foreach (var size in new[] { 1000, 16_384, 70_000, bytes.Length })
        {
            int[] cuts = [.. Enumerable.Range(1, (bytes.Length - 1) / size).Select(i => i * size)];
            Scans.Run(new EventStreamScanner(strips), bytes, cuts).ShouldBe((answer, "counted=1 unread=2"), $"chunks of {size}");
        }
    }

    [Fact]
    public void Scan_RandomBytes_NeverThrowsAndPassesThemAll()
    {
        var random = new Random(11);
        string[] words = ["data: ", "data:", "\n", "\n\n", "\r\n", "\r", ":", "{", "}", "[", "]", "\"choices\"", "\"usage\"", ":", ",", "\"", "\\", "[DONE]", "\"delta\"", "\"content\"", "null", "7", "é", " "];
        for (var round = 0; round < 4000; round++)
        {
            var bytes = new byte[random.Next(200)];
            if (round % 2 == 0) random.NextBytes(bytes);
            else bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 60).Select(_ => words[random.Next(words.Length)])));
            int[] cuts = [.. Enumerable.Range(0, random.Next(5)).Select(_ => random.Next(bytes.Length + 1)).Order()];
            var client = new ArrayBufferWriter<byte>();
            using var scanner = new EventStreamScanner(stripsUsage: round % 4 > 1);
            var at = 0;
            foreach (var cut in cuts.Append(bytes.Length))
            {
                scanner.Scan(bytes.AsSpan(at, cut - at), client);
                at = cut;
            }

            scanner.Complete(client);
            if (scanner.Facts.Stripped == 0) client.WrittenSpan.SequenceEqual(bytes).ShouldBeTrue($"round {round}");
        }
    }

    [Fact]
    public void Scan_EventsThatDifferFromTheLastOneAnywhere_AreReadLikeTheFirst()
    {
        string[] events =
        [
            """data: {"id":"1","choices":[{"delta":{"content":"ä text"},"finish_reason":null}]}""", """data: {"id":"1","choices":[{"delta":{"content":""},"finish_reason":null}]}""",
            """data: {"id":"1","choices":[{"delta":{"content":"a \"quote\""},"finish_reason":null}]}""", """data: {"id":"1","choices":[{"delta":{"content":"a","refusal":"b"},"finish_reason":null}]}""",
            """data: {"id":"1","choices":[{"delta":{"content":"a"},"finish_reason":"stop"}]}""", """data: {"id":"2","choices":[{"delta":{"content":"a"},"finish_reason":null}]}""",
            """data: {"id":"1","choices":[{"delta":{"content":"a"},"finish_reason":null}],"usage":{"prompt_tokens":3}}""", """data: {"id":"1","choices":[{"delta":{"content":null},"finish_reason":null}]}""",
            """data: {"id":"1","choices":[{"delta":{"content":"a"},"finish_reason":null}]}""" + "\ndata: ", """data: {"id":"1","choices":[{"delta":{"content":"a"},"finish_reason":null}]}""" + "\r",
        ];
        var random = new Random(5);
        for (var round = 0; round < 500; round++)
        {
            string[] drawn = [.. Enumerable.Range(0, 12).Select(_ => events[random.Next(events.Length)] + (random.Next(9) == 0 ? "\n\r\n" : "\n\n"))];
            var bytes = Encoding.UTF8.GetBytes(string.Concat(drawn));
            // Byte by byte no event stands whole in a chunk, so each is read as JSON.
            var read = Scans.Run(new EventStreamScanner(stripsUsage: true), bytes, [.. Enumerable.Range(0, bytes.Length)]);
            Scans.Run(new EventStreamScanner(stripsUsage: true), bytes).ShouldBe(read, string.Concat(drawn));
        }
    }

    [Fact]
    public void Scan_TwoHundredEvents_AllocateNothing()
    {
        var answer = new StringBuilder();
        for (var i = 0; i < 200; i++) answer.Append($"data: {{\"id\":\"c-1\",\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"token {i} \\u00e4\"}},\"finish_reason\":null}}]}}\n\n");
        var bytes = Encoding.UTF8.GetBytes(answer.ToString());
        var client = new ArrayBufferWriter<byte>(bytes.Length);
        using var scanner = new EventStreamScanner(stripsUsage: true);
        var allocated = Allocations.MedianBytes(() =>
        {
            for (var at = 0; at < bytes.Length; at += 1000) scanner.Scan(bytes.AsSpan(at, Math.Min(1000, bytes.Length - at)), client);
            client.ResetWrittenCount();
        });
        allocated.ShouldBe(0);
        (scanner.Facts.Pieces % 200).ShouldBe(0);
    }

    private static string Pass(EventStreamScanner scanner, string chunk)
    {
        var client = new ArrayBufferWriter<byte>();
        scanner.Scan(Encoding.UTF8.GetBytes(chunk), client);
        return Encoding.UTF8.GetString(client.WrittenSpan);
    }

    private static void Strip(StreamCase one, byte[] bytes, params int[] cuts)
    {
        var facts = one.Stripped == one.Answer ? one.Facts : one.Facts + " stripped=1";
        Scans.Run(new EventStreamScanner(stripsUsage: true), bytes, cuts).ShouldBe((one.Stripped, facts), $"{one.Title}, stripped, cut at {string.Join(',', cuts)}");
    }
}
