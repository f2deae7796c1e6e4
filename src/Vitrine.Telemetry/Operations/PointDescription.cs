namespace Vitrine.Telemetry;

/// <summary>A point being described: set its facts, then <see cref="Emit"/>. Lives on the stack of one thread; allocates nothing.</summary>
public readonly ref struct PointDescription
{
    private readonly Operation _point;

    internal PointDescription(Operation point) => _point = point;

    /// <summary>Sets a fact of the point, or of the nearest scope around it that declares it.</summary>
    public PointDescription Set(Fact<string> fact, string? value)
    {
        _point.Set(fact, value);
        return this;
    }

    /// <inheritdoc cref="Set(Fact{string}, string?)"/>
    public PointDescription Set(Fact<long> fact, long value)
    {
        _point.Set(fact, value);
        return this;
    }

    /// <inheritdoc cref="Set(Fact{string}, string?)"/>
    public PointDescription Set(Fact<double> fact, double value)
    {
        _point.Set(fact, value);
        return this;
    }

    /// <inheritdoc cref="Set(Fact{string}, string?)"/>
    public PointDescription Set(Fact<bool> fact, bool value)
    {
        _point.Set(fact, value);
        return this;
    }

    /// <inheritdoc cref="Set(Fact{string}, string?)"/>
    public PointDescription Set(Fact<TimeSpan> fact, TimeSpan value)
    {
        _point.Set(fact, value);
        return this;
    }

    /// <summary>Projects the point at once: metrics, log lines, user projections.</summary>
    /// <param name="value">The number it carries, such as bytes appended; 1 counts it.</param>
    public void Emit(double value = 1) => _point.Plan.Owner.EmitPoint(_point, value);
}
