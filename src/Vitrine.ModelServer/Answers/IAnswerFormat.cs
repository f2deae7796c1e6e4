using System.Text.Json;

namespace Vitrine.ModelServer.Answers;

/// <summary>The shape of an answer: what an endpoint's documents and events have of their own. Writers stand inside an object of <c>choices</c>.</summary>
internal interface IAnswerFormat
{
    /// <summary>What is done, in OpenTelemetry's words.</summary>
    string Operation { get; }

    /// <summary>What ids begin with.</summary>
    string IdPrefix { get; }

    /// <summary>The field of the request that holds the prompt; messages to the client name it.</summary>
    string PromptField { get; }

    /// <summary><c>object</c> of a whole answer.</summary>
    string DocumentType { get; }

    /// <summary><c>object</c> of an event.</summary>
    string EventType { get; }

    /// <summary>Writes a whole answer.</summary>
    void WriteAnswer(Utf8JsonWriter json, string content, string reasoning);

    /// <summary>Writes the event that says the request was accepted.</summary>
    void WriteOpening(Utf8JsonWriter json);

    /// <summary>Writes a part of an answer, or of the reasoning before it; an empty one at the end.</summary>
    void WritePart(Utf8JsonWriter json, string text, bool isReasoning);
}
