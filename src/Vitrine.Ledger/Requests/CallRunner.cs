using Vitrine.Ledger.Engines;
using Vitrine.Ledger.Hosting;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Guards;
using Vitrine.Telemetry.Hosting;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Ledger.Requests;

/// <summary>
/// What every request of the API goes through: its scope begins, the gate lets it in or not, it is answered or refused, and the scope ends with what came of it,
/// whatever that was.
/// </summary>
internal sealed class CallRunner(RequestGate gate, LedgerOptions options)
{
    private const string Query = "query";

    /// <summary>Maps a write.</summary>
    /// <param name="endpoints">Where.</param>
    /// <param name="verb">The HTTP method.</param>
    /// <param name="path">The path; its parts <c>tenant</c> and <c>stream</c> are names.</param>
    /// <param name="method">What it asks for, as <c>kmb_requests_total</c> calls it.</param>
    /// <param name="answer">Answers it, or says what is wrong.</param>
    public void MapWrite(IEndpointRouteBuilder endpoints, string verb, string path, string method, Func<LedgerCall, Task<LedgerError?>> answer) =>
        endpoints.MapMethods(path, [verb], context => RunAsync(context, LedgerKinds.Write, method, options.WriteTimeout, answer));

    /// <summary>Maps a read.</summary>
    public void MapQuery(IEndpointRouteBuilder endpoints, string path, Func<LedgerCall, Task<LedgerError?>> answer) =>
        endpoints.MapGet(path, context => RunAsync(context, LedgerKinds.Query, Query, Timeout.InfiniteTimeSpan, answer));

    private async Task RunAsync(HttpContext context, Kind kind, string method, TimeSpan limit, Func<LedgerCall, Task<LedgerError?>> answer)
    {
        using var scope = Begin(context, kind, method);
        // A page in the same browser could otherwise write with its user's powers.
        var error = kind == LedgerKinds.Write && !SameOrigin.Holds(context.Request) ? LedgerError.CrossOrigin : gate.Enter();
        if (error is null)
        {
            try
            {
                using var stop = new WorkStop(context.RequestAborted, CancellationToken.None, limit, options.Clock);
                error = await AnswerAsync(new LedgerCall(context, scope, stop.Token), stop, answer);
            }
            finally
            {
                gate.Leave();
            }
        }

        End(context, scope, error);
    }

    private static Operation Begin(HttpContext context, Kind kind, string method)
    {
        var scope = context.Operation().Begin(kind).Set(LedgerFacts.Method, method);
        var path = context.Request.RouteValues;
        // What cannot be a name is nobody's, and goes into no signal.
        if (path["tenant"] is string tenant && LedgerNames.IsName(tenant)) scope.Set(LedgerFacts.Tenant, tenant);
        if (path["stream"] is string stream && LedgerNames.IsName(stream)) scope.Set(LedgerFacts.Stream, stream);
        return scope.Opened();
    }

    private static async Task<LedgerError?> AnswerAsync(LedgerCall call, WorkStop stop, Func<LedgerCall, Task<LedgerError?>> answer)
    {
        try
        {
            return CheckNames(call) ?? await answer(call);
        }
        catch (OperationCanceledException) when (stop.Reason == StopReason.Deadline)
        {
            return LedgerError.OutcomeUnknown("The write was not durable in time.");
        }
        catch (Exception e) when (call.Http.RequestAborted.IsCancellationRequested && e is OperationCanceledException or IOException)
        {
            EndLeft(call);
            return null;
        }
        catch (EngineUnavailableException e)
        {
            return LedgerError.Unavailable(e);
        }
        catch (OutcomeUnknownException e)
        {
            return LedgerError.OutcomeUnknown(e.Message);
        }
        catch (LogDamageException e)
        {
            return LedgerError.Damaged(e);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return LedgerError.TooLarge("The body is longer than this service reads.");
        }
        catch (BadHttpRequestException e)
        {
            call.Scope.End(Outcome.Rejected, "bad_request", e.Message);
            throw;
        }
        catch (Exception e)
        {
            call.Scope.End(Outcome.Error, e.GetType().Name, e.Message);
            throw;
        }
    }

    private static LedgerError? CheckNames(LedgerCall call)
    {
        var path = call.Http.Request.RouteValues;
        if (path["tenant"] is string tenant && !LedgerNames.IsName(tenant)) return LedgerError.InvalidName("tenant", tenant);
        return path["stream"] is string stream && !LedgerNames.IsName(stream) ? LedgerError.InvalidName("stream", stream) : null;
    }

    // To cut what outlasts the stop of the service, the request is aborted as if its client had left.
    private static void EndLeft(LedgerCall call)
    {
        if (call.Http.Features.Get<IOperationFeature>() is { WasCut: true }) call.Scope.End(Outcome.Error, "shutdown", "The stop of the service cut the request.");
        else call.Scope.End(Outcome.Cancelled, "client_left");
    }

    private static void End(HttpContext context, Operation scope, LedgerError? error)
    {
        if (scope.HasEnded) return;
        if (error is null || error.Outcome == Outcome.Ok) scope.End(Outcome.Ok);
        else scope.End(error.Outcome, error.Type, error.Message);
        if (error is null) return;
        if (!context.Response.HasStarted)
        {
            ErrorWriter.Write(context, error);
            return;
        }

        context.EndAs(error.Outcome, error.Type, error.Message);
        context.LeaveUnfinished();
    }
}
