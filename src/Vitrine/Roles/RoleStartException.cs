namespace Vitrine.Roles;

/// <summary>A role cannot start for a reason that its user can mend: a missing model, a port in use. The message says how.</summary>
internal sealed class RoleStartException(string message) : Exception(message);
