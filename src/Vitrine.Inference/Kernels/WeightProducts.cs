using Vitrine.Inference.Tensors;

namespace Vitrine.Inference.Kernels;

/// <summary>The products with weights of one storage type at one register width.</summary>
internal abstract unsafe class WeightProducts
{
    /// <summary>The form of activations that <see cref="Multiply"/> reads; none for floats.</summary>
    public virtual ActivationPackings Packing => ActivationPackings.None;

    /// <summary>See <see cref="ComputeKernels.Multiply"/>.</summary>
    public abstract void Multiply(in TensorView weights, int rowBegin, int rowEnd, Activations x, int count, float* y, bool accumulate);

    /// <summary>See <see cref="ComputeKernels.Widen"/>.</summary>
    public abstract void Widen(byte* row, float* destination, int columns);
}
