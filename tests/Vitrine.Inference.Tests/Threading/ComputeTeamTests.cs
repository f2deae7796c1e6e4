using Vitrine.Inference.Threading;

namespace Vitrine.Inference.Tests.Threading;

public sealed class ComputeTeamTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Run_ManyMeetings_KeepsMembersInStep(int size)
    {
        using var team = new ComputeTeam(size, "test");
        var work = new InStep(team);
        for (int round = 0; round < 50; round++) team.Run(work);
        work.OutOfStep.ShouldBe(0);
        work.Total.ShouldBe(50L * 20 * size);
    }

    [Theory]
    [InlineData(100, 1)]
    [InlineData(100, 16)]
    [InlineData(3, 16)]
    [InlineData(0, 4)]
    public void Share_AnyGrain_CoversEveryItemOnce(int count, int grain)
    {
        using var team = new ComputeTeam(3, "test");
        int next = 0;
        for (int member = 0; member < 3; member++)
        {
            (int begin, int end) = team.Share(count, member, grain);
            begin.ShouldBe(next);
            next = end;
        }

        next.ShouldBe(count);
    }

    private sealed class InStep(ComputeTeam team) : ITeamWork
    {
        private readonly int[] _steps = new int[team.Size];
        private int _outOfStep;
        private long _total;

        public int OutOfStep => _outOfStep;

        public long Total => _total;

        public void Run(int member)
        {
            for (int step = 0; step < 20; step++)
            {
                _steps[member]++;
                Interlocked.Increment(ref _total);
                team.Meet();
                for (int other = 0; other < _steps.Length; other++)
                {
                    if (_steps[other] != _steps[member]) Interlocked.Increment(ref _outOfStep);
                }

                team.Meet();
            }
        }
    }
}
