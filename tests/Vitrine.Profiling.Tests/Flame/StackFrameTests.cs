using Vitrine.Profiling.Flame;

namespace Vitrine.Profiling.Tests.Flame;

public sealed class StackFrameTests
{
    [Theory]
    [InlineData("Vitrine.Inference.Llama.LlamaForward.Run", "Vitrine.Inference.dll!Vitrine.Inference.Llama.LlamaForward.Run", "Vitrine.Inference", "LlamaForward.Run")]
    [InlineData("System.Collections.Generic.Dictionary<System.String,System.Int32>.TryGetValue", "System.Private.CoreLib.dll!x", "System.Private.CoreLib", "Dictionary<System.String,System.Int32>.TryGetValue")]
    [InlineData("__sched_yield", "libc.so.6!__sched_yield", "libc.so.6", "__sched_yield")]
    [InlineData("libc.so.6!pthread_cond_signal", "pthread_cond_signal", "libc.so.6", "pthread_cond_signal")]
    [InlineData("libc.so.6", "libc.so.6!?", "libc.so.6", "libc.so.6")]
    [InlineData("[gen0]", "vitrine![gen0]", "", "[gen0]")]
    [InlineData("net/http.(*conn).serve", "net/http.(*conn).serve", "net/http", "(*conn).serve")]
    [InlineData("github.com/arl/statsviz.Register", "github.com/arl/statsviz.Register", "github.com/arl/statsviz", "statsviz.Register")]
    [InlineData("main.main.func1", "main.main.func1", "main", "main.func1")]
    [InlineData("go.shape.Map[github.com/a/b.K].Get", "", "go", "Map[github.com/a/b.K].Get")]
    [InlineData("malloc", "malloc", "", "malloc")]
    [InlineData("", "", "", "")]
    public void Name_TellsModuleAndShortName(string name, string systemName, string module, string shortName)
    {
        var frame = new StackFrame(name, StackFrame.ModuleOf(name, systemName));

        frame.Module.ShouldBe(module);
        frame.Name[frame.ShortStart..].ShouldBe(shortName);
    }

    [Theory]
    [InlineData("System.Private.CoreLib", 209)]
    [InlineData("Vitrine.Inference", 243)]
    [InlineData("net/http", 279)]
    public void Hue_OfAModule_IsTheSameInTheConsole(string module, int hue) => FlameHue.Of(module).ShouldBe(hue);
}
