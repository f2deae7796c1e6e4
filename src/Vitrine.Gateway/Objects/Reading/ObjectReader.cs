using Vitrine.Telemetry.Documents;

namespace Vitrine.Gateway.Objects.Reading;

/// <summary>
/// Reads the documents of a folder: ModelRoutes, ModelServers, Pods, and Lists of them as <c>kubectl get -o yaml</c> prints. It never stops at the
/// first error and never throws for what a document holds.
/// </summary>
internal static class ObjectReader
{
    private const string Networking = "networking.serving.volcano.sh/v1alpha1";
    private const string Core = "v1";
    private static readonly string[] s_kinds = ["ModelRoute", "ModelServer", "Pod", "List"];

    /// <summary>Reads all documents of all files.</summary>
    /// <param name="files">Names, as errors show them, and texts.</param>
    public static ObjectReading Read(IEnumerable<(string File, string Text)> files)
    {
        var reading = new ObjectReading();
        foreach (var (file, text) in files)
        {
            foreach (var source in YamlSource.ParseAll(file, text))
            {
                reading.Add(source);
                if (!source.IsBroken) ReadObject(reading, source.Root);
            }
        }

        ReferenceChecks.Run(reading);
        return reading;
    }

    private static void ReadObject(ObjectReading reading, YamlMap document)
    {
        var kind = document.RequiredText("kind");
        switch (kind)
        {
            case "ModelRoute":
                Expect(document, Networking);
                ModelRouteReader.Read(reading, document);
                break;
            case "ModelServer":
                Expect(document, Networking);
                ModelServerReader.Read(reading, document);
                break;
            case "Pod":
                Expect(document, Core);
                PodReader.Read(reading, document);
                break;
            case "List":
                Expect(document, Core);
                foreach (var item in document.Maps("items")) ReadObject(reading, item);
                break;
            case "ExternalModelProvider":
                document.Error("kind", "external providers are not supported: a ModelServer may name any OpenAI-compatible address in spec.endpoints.");
                break;
            case not "":
                document.Error("kind", $"'{kind}' is not read here. {Nearest.Suggest(kind, s_kinds)}");
                break;
            default:
                break;
        }
    }

    private static void Expect(YamlMap document, string apiVersion)
    {
        var written = document.RequiredText("apiVersion");
        if (written.Length > 0 && written != apiVersion) document.Error("apiVersion", $"must be {apiVersion}, not '{written}'.");
    }
}
