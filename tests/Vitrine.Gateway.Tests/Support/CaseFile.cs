namespace Vitrine.Gateway.Tests.Support;

/// <summary>Reads cases from a text file beside the tests: <c>=== name</c>, the input, a line <c>---</c>, what is expected.</summary>
internal static class CaseFile
{
    public static TheoryData<string, string, string> Read(params string[] path)
    {
        var cases = new TheoryData<string, string, string>();
        var file = Path.Combine([AppContext.BaseDirectory, .. path]);
        var line = 1;
        foreach (var block in $"\n{File.ReadAllText(file)}".Split("\n=== "))
        {
            var parts = block.Split('\n', 2);
            if (line > 1)
            {
                var sides = parts[1].Split("\n---\n", 2);
                cases.Add($"{Path.GetFileName(file)}:{line}: {parts[0]}", sides[0], sides[1].Trim());
            }

            line += block.Count(character => character == '\n') + 1;
        }

        return cases;
    }
}
