namespace Vitrine.Profiling.Tests.Shapes;

/// <summary>An exception that nobody else throws.</summary>
internal sealed class KnownException() : Exception("its message quotes a customer");
