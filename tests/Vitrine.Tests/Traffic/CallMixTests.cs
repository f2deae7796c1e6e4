using System.Text.Json;
using System.Text.Json.Nodes;
using Vitrine.Traffic;

namespace Vitrine.Tests.Traffic;

public sealed class CallMixTests
{
    private const int Draws = 20_000;

    private static readonly CallInputs s_inputs = new("m", Streams: null, MaxTokens: 8, PromptWords: 400);

    [Fact]
    public void Draw_OfFaultsInAnotherMix_KeepsTheShares()
    {
        var mix = new CallMix((CallKind.Chat, 30), (CallKind.Embedding, 10)).With(CallMix.Faults, 0.1);
        var random = new Random(1);
        var drawn = Enumerable.Range(0, Draws).Select(_ => mix.Draw(random)).CountBy(kind => kind).ToDictionary();

        (drawn[CallKind.Chat] / (double)Draws).ShouldBe(0.675, 0.015);
        (drawn[CallKind.Embedding] / (double)Draws).ShouldBe(0.225, 0.015);
        (drawn[CallKind.LeavesInAnswer] / (double)Draws).ShouldBe(0.03, 0.005);
    }

    [Fact]
    public void Mixed_WithoutAConsole_AsksTheApiAlone()
    {
        var plan = new TrafficPlan { Shape = TrafficShape.Find("mixed")!, Inputs = s_inputs, HasFaults = true };
        var api = new Uri("http://api");

        Doors(new TrafficDoors(api)).ShouldBe([CallDoor.Api]);
        Doors(new TrafficDoors(api, new Uri("http://console"))).ShouldBe([CallDoor.Api, CallDoor.Console], ignoreOrder: true);

        IEnumerable<CallDoor> Doors(TrafficDoors doors)
        {
            var (mix, random) = (plan.MixFor(doors), new Random(5));
            return [.. Enumerable.Range(0, 1000).Select(_ => mix.Draw(random).Door).Distinct()];
        }
    }

    [Fact]
    public void Shapes_AreDistinctAndFound() => TrafficShape.All.Select(shape => TrafficShape.Find(shape.Name)).ShouldBe(TrafficShape.All);

    [Fact]
    public void Bodies_AreJsonExceptTheMalformed()
    {
        var mix = TrafficShape.Find("errors")!.Mix.With(TrafficShape.Find("mixed")!.Mix, 0.5).With(CallMix.Faults, 0.3);
        var random = new Random(2);
        for (var i = 0; i < 500; i++)
        {
            var kind = mix.Draw(random);
            var body = kind.Body(s_inputs, random);
            if (kind == CallKind.Malformed) Should.Throw<JsonException>(() => JsonNode.Parse(body), body);
            else JsonNode.Parse(body)!["model"]!.GetValue<string>().ShouldBe(kind == CallKind.UnknownModel ? "no-such-model" : "m");
        }
    }

    [Fact]
    public void LongPrompts_HaveManyLengthsUpToTheLongest_AndShareBeginnings()
    {
        var random = new Random(3);
        var prompts = Enumerable.Range(0, 200).Select(_ => PromptOf(CallKind.LongPrompt.Body(s_inputs, random))).ToArray();
        var words = prompts.Select(prompt => prompt.Split(' ').Length).ToArray();

        // A note more than was asked for, and a question.
        words.Max().ShouldBeInRange(350, 460);
        words.Min().ShouldBeLessThan(80);
        prompts.Select(prompt => prompt[..150]).Distinct().Count().ShouldBe(4);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Chats_AskedToStreamOrNot_AskTheSame(bool streams)
    {
        var free = CallKind.Chat.Body(s_inputs, new Random(4));
        var bound = JsonNode.Parse(CallKind.Chat.Body(s_inputs with { Streams = streams }, new Random(4)))!;

        bound["stream"]!.GetValue<bool>().ShouldBe(streams);
        bound["messages"]!.ToJsonString().ShouldBe(JsonNode.Parse(free)!["messages"]!.ToJsonString());
    }

    private static string PromptOf(string body) => JsonNode.Parse(body)!["messages"]![0]!["content"]!.GetValue<string>();
}
