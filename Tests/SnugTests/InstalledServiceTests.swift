import FoundationEssentials
import Glibc
import SnugStore
import SnugTesting
import Testing

@testable import snug

@Suite struct `The installed service` {
    let folder: TemporaryFolder
    let service: InstalledService

    init() throws {
        folder = try TemporaryFolder()
        service = InstalledService(stateDirectory: folder.path, environmentFile: folder.file("snug.env"))
        let text = """
            # A comment; SNUG_LISTEN=[::]:1
            ; another
            #SNUG_LOG_LEVEL=debug
            SNUG_SITE_NAME="Our chat"
              SNUG_MAIL_FROM = 'Chat <chat@example.org>'
            SNUG_SITE_URL=https://chat.example.org/?a=b
            SNUG_REGISTRATION=
            not a setting
            """
        try Data(text.utf8).write(to: URL(fileURLWithPath: service.environmentFile))
    }

    @Test func `is found by whoever owns its data, with its settings`() async throws {
        let environment = service.environment(over: ["HOME": "/"])
        #expect(
            environment == [
                "HOME": "/", "STATE_DIRECTORY": folder.path, "SNUG_SITE_NAME": "Our chat",
                "SNUG_MAIL_FROM": "Chat <chat@example.org>", "SNUG_SITE_URL": "https://chat.example.org/?a=b",
                "SNUG_REGISTRATION": "",
            ])
        let sources = try await SettingSources(flags: [:], environment: environment)
        #expect(try sources.database == .file(folder.file("snug.db")))
        #expect(try sources.backupFolder.path == folder.file("backups"))
    }

    @Test func `gives way to what its user was given`() async throws {
        let environment = service.environment(over: ["SNUG_SITE_NAME": "Mine", "SNUG_DATABASE": "elsewhere.db"])
        #expect(environment["SNUG_SITE_NAME"] == "Mine")
        #expect(try await SettingSources(flags: [:], environment: environment).database == .file("elsewhere.db"))
    }

    @Test func `is nobody else's, and not systemd's own business`() async throws {
        let given = ["HOME": "/"]
        #expect(service.environment(over: given, user: geteuid() + 1) == given)
        let started = ["STATE_DIRECTORY": "/srv/chat"]
        #expect(service.environment(over: started) == started)
        let missing = InstalledService(stateDirectory: folder.file("missing"), environmentFile: service.environmentFile)
        #expect(missing.environment(over: given) == given)
        #expect(try await SettingSources(flags: [:], environment: given).database == .file("data/snug.db"))
    }

    @Test func `has its database where its settings are missing`() {
        let bare = InstalledService(stateDirectory: folder.path, environmentFile: folder.file("missing.env"))
        #expect(bare.environment(over: [:]) == ["STATE_DIRECTORY": folder.path])
    }

    @Test func `has its database in PostgreSQL, also for whoever names it without the password`() throws {
        let secret = folder.file("database")
        try Data("postgresql://snug:geheim@db.example.org/snug\n".utf8).write(to: URL(fileURLWithPath: secret))
        try Data("SNUG_DATABASE_FILE=\(secret)\n".utf8).write(to: URL(fileURLWithPath: service.environmentFile))
        func isOwn(_ address: String) -> Bool {
            service.environment(over: [:], for: address)["STATE_DIRECTORY"] == folder.path
        }
        #expect(isOwn("postgresql://snug@db.example.org/snug"))
        #expect(isOwn("host=db.example.org user=snug dbname=snug"))
        #expect(!isOwn("postgresql://snug@db.example.org/other"))
        #expect(!isOwn(folder.file("snug.db")))
    }

    @Test func `has a password only where its unit is given the file`() {
        let unit = "[Service]\nLoadCredential=smtp-password:/etc/snug/smtp-password\n"
        let container = "# zzz-lxc-service.conf\n[Service]\nLoadCredential=\n"
        #expect(ServiceUnit.takesPassword(unit: unit) == true)
        #expect(ServiceUnit.takesPassword(unit: unit + container) == false)
        #expect(ServiceUnit.takesPassword(unit: unit + container + "LoadCredential=smtp-password:/b\n") == true)
        #expect(ServiceUnit.takesPassword(unit: "") == nil)
    }
}
