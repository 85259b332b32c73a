import NIOPosix
import SnugChat
import SnugTesting

@testable import SnugServer

/// The routes of a server that nobody has set up, for tests that look at their declarations.
enum OpenAPIWorld {
    static func routes() async throws -> Routes {
        let services = try World.empty().services
        let chat = services.chat
        let site = Site(origin: "https://chat.example.org")
        let hub = try await Hub(group: .singletonMultiThreadedEventLoopGroup, socketsPerUser: 1, socketsPerAddress: 1)
        return Routes(
            chat: chat, readiness: services.readiness, publicSite: services.publicSite, site: site, hub: hub,
            proxies: .none,
            admission: SocketAdmission(chat: chat, site: site, hub: hub, proxies: .none, hasEcho: false),
            client: try WebClient.embedded(), backups: NoBackups(), keeper: NoSettings(), inspector: NoFindings(),
            gauge: NoGauge(), hasMetrics: false)
    }
}

private struct NoBackups: BackupArchive {
    func backups() async throws -> [BackupCopy] { [] }
    func takeBackup() async throws -> BackupCopy { throw Refusal.busy }
    func progress() async -> BackupProgress? { nil }
    func open(_ name: String) async throws -> (any OpenBackup)? { nil }
}

private struct NoSettings: SettingsKeeper {
    func settings() async throws -> [ServerSetting] { [] }
    func check(_ changes: [String: String?]) async throws {}
    func reload() async {}
}

private struct NoFindings: Inspector {
    func findings() async -> (findings: [Finding], checkedAt: Timestamp) { ([], Timestamp(seconds: 0)) }
    func latestFindings() async -> (findings: [Finding], checkedAt: Timestamp)? { nil }
    func deliver(_ mail: Mail, with changes: [String: String?]) async throws(MailFault) -> String? { nil }
}

private struct NoGauge: DiskGauge {
    func use() async -> DiskUse? { nil }
}
