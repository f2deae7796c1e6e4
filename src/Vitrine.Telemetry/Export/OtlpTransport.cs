namespace Vitrine.Telemetry.Export;

/// <summary>How OTLP travels.</summary>
public enum OtlpTransport
{
    /// <summary>gRPC over HTTP/2; collectors listen at 4317.</summary>
    Grpc,

    /// <summary>Protobuf over HTTP/1.1; collectors listen at 4318.</summary>
    HttpProtobuf,
}
