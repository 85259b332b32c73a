import ServiceLifecycle
import SnugChat

/// The watch for settings that other nodes and commands change in a database that they share.
///
/// It sleeps while nobody does.
struct SettingsWatch: Service, EventBus {
    let settings: LiveSettings
    private let changes = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))

    init(settings: LiveSettings) { self.settings = settings }

    func publish(_ events: [Event]) {
        if events.contains(where: { [.settingsChanged, .interrupted].contains($0) }) { changes.continuation.yield() }
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            for await _ in changes.stream { await settings.reload(isAsked: false) }
        }
    }
}
