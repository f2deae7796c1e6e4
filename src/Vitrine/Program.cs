using Vitrine.Commands;
using Vitrine.Terminal;

return await VitrineCommandLine.RunAsync(args, Surroundings.OfProcess());
