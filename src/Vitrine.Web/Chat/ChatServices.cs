namespace Vitrine.Web.Chat;

/// <summary>The services behind the chat.</summary>
internal static class ChatServices
{
    public static IServiceCollection AddChat(this IServiceCollection services, ChatOptions options) => services.AddSingleton(options);
}
