using Vitrine.Ledger.Kernel;

namespace Vitrine.Chaos.Histories;

/// <summary>A command that a writer sent, perhaps several times, and what it was told.</summary>
/// <param name="Number">Its number in the iteration, from 1; part of the data of its entries.</param>
/// <param name="Writer">Who sent it.</param>
/// <param name="Command">What it asks for.</param>
internal sealed record SentCommand(int Number, int Writer, LedgerCommand Command)
{
    /// <summary>The highest position that was acknowledged before it was first sent, and is still in the log.</summary>
    public long After { get; set; }

    /// <summary>What the writer knows of it now.</summary>
    public Fate Fate { get; set; }

    /// <summary>How often it was sent and not known to have come to nothing: 0 means that it cannot be in the log.</summary>
    public int Doubts { get; set; }

    /// <summary>The first position, once it is acknowledged.</summary>
    public long First { get; set; }

    /// <summary>The last position, once it is acknowledged.</summary>
    public long Last { get; set; }

    /// <summary>Whether sending it again is safe and tells what became of it.</summary>
    public bool CanRepeat => Command is not LedgerCommand.Append { Key.Length: 0 };

    /// <summary>How many entries it is in the log.</summary>
    public int Entries => Command is LedgerCommand.Append append ? append.Entries.Count : 1;

    /// <summary>For the events of a failure.</summary>
    public override string ToString() => Command switch
    {
        LedgerCommand.Append append => $"command {Number}: append {append.Entries.Count} to {append.Tenant}/{append.Stream}{(append.Key.Length > 0 ? $" with key {append.Key}" : "")}",
        LedgerCommand.SealTenant => $"command {Number}: seal {Command.Tenant}",
        LedgerCommand.CreateStream create => $"command {Number}: create {create.Tenant}/{create.Stream}",
        _ => $"command {Number}: create {Command.Tenant}",
    };
}
