using Vitrine.Testing;

[assembly: AssemblyFixture(typeof(RunningUp))]
