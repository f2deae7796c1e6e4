using System.Security.Cryptography;
using System.Text;
using Vitrine.Telemetry.Documents;

namespace Vitrine.Gateway.Fleet;

/// <summary>The documents of a folder as they stand on disk at one moment: <c>*.yaml</c> and <c>*.yml</c>, hidden files and subfolders left out.</summary>
/// <param name="Files">Names, as errors show them, and texts, in the order of names.</param>
/// <param name="Errors">Files that cannot be read.</param>
internal sealed record FolderContent(IReadOnlyList<(string File, string Text)> Files, IReadOnlyList<DocumentError> Errors)
{
    /// <summary>Files beyond this are refused: it is not a folder of documents then.</summary>
    public const int MostFiles = 1000;

    /// <summary>Reads the folder. It never throws: what cannot be read is an error.</summary>
    public static FolderContent Read(string folder)
    {
        var (files, errors) = (new List<(string, string)>(), new List<DocumentError>());
        try
        {
            string[] names = [.. Directory.EnumerateFiles(folder).Where(IsDocument).Order(StringComparer.Ordinal).Take(MostFiles + 1)];
            if (names.Length > MostFiles) errors.Add(new DocumentError(folder, 1, 1, "", $"The folder holds more than {MostFiles} documents."));
            foreach (var name in names.Take(MostFiles)) ReadFile(name, files, errors);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            errors.Add(new DocumentError(folder, 1, 1, "", $"The folder cannot be read: {e.Message}"));
        }

        return new FolderContent(files, errors);
    }

    /// <summary>Tells two contents apart.</summary>
    public string Fingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (file, text) in Files) hash.AppendData(Encoding.UTF8.GetBytes($"{file}\0{text.Length}\0{text}"));
        foreach (var error in Errors) hash.AppendData(Encoding.UTF8.GetBytes(error.ToString()));
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private static bool IsDocument(string path) =>
        Path.GetExtension(path) is ".yaml" or ".yml" && !Path.GetFileName(path).StartsWith('.');

    private static void ReadFile(string path, List<(string, string)> files, List<DocumentError> errors)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (stream.Length > YamlSource.SizeLimit)
            {
                errors.Add(new DocumentError(path, 1, 1, "", $"The document is larger than {YamlSource.SizeLimit / 1024 / 1024} MiB."));
                return;
            }

            using var reader = new StreamReader(stream);
            files.Add((path, reader.ReadToEnd()));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            errors.Add(new DocumentError(path, 1, 1, "", $"The document cannot be read: {e.Message}"));
        }
    }
}
