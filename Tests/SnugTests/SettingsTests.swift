import ArgumentParser
import FoundationEssentials
import SnugChat
import SnugMail
import SnugTesting
import Testing

@testable import snug

@Suite struct `What can be set` {
    @Test func `each has a name of its own, and a default that it takes itself`() {
        #expect(Set(Settings.all.map(\.name)).count == Settings.all.count)
        for setting in Settings.all {
            #expect(setting.defaultValue.map(setting.accepts) ?? true, "\(setting.name)")
            #expect(!setting.help.isEmpty && !setting.valueName.isEmpty)
        }
    }

    @Test func `each is a flag but the secrets`() throws {
        for setting in Settings.all {
            let value = setting.defaultValue ?? "x"
            if setting.isSecret {
                #expect(throws: (any Error).self) { try SettingFlags.parse(["--\(setting.name)", value]) }
            } else {
                let flags = try SettingFlags.parse(["--\(setting.name)", value])
                #expect(flags.given == [setting.name: value])
            }
        }
    }

    @Test(arguments: ["smtp.host", "smtp-host", "SNUG_SMTP_HOST"])
    func `are found by each of their spellings`(text: String) {
        #expect(Settings.named(text)?.name == "smtp-host")
    }

    @Test func `flag, environment, file, credential, database, default: the first that says something counts`()
        async throws
    {
        let folder = try TemporaryFolder()
        let file = folder.file("name")
        try Data("from a file\n".utf8).write(to: URL(fileURLWithPath: file))
        try Data("from a credential\n".utf8).write(to: URL(fileURLWithPath: folder.file("site-name")))
        var environment = [
            "SNUG_SITE_NAME": "from a variable", "SNUG_SITE_NAME_FILE": file, "CREDENTIALS_DIRECTORY": folder.path,
        ]
        let stored = ["site.name": "from the database"]
        var found: [String] = []
        func look(flags: [String: String] = [:], stored: [String: String] = stored) async throws {
            let sources = try await SettingSources(flags: flags, environment: environment).over(stored)
            found.append(try sources.require(Settings.siteName))
        }
        try await look(flags: ["site-name": "from a flag"])
        try await look()
        environment["SNUG_SITE_NAME"] = ""
        try await look()
        environment["SNUG_SITE_NAME_FILE"] = nil
        try await look()
        environment["CREDENTIALS_DIRECTORY"] = nil
        try await look()
        try await look(stored: [:])
        #expect(
            found == [
                "from a flag", "from a variable", "from a file", "from a credential", "from the database", "Snug",
            ])
    }

    @Test func `the database cannot say where it is`() async throws {
        let sources = try await SettingSources(flags: [:], environment: [:]).over(["database": "/elsewhere.db"])
        #expect(try sources.database == .file("data/snug.db"))
    }

    @Test func `a wrong value in the database is named with the command that mends it`() async throws {
        let sources = try await SettingSources(flags: [:], environment: [:]).over(["session.days": "soon"])
        do {
            _ = try ServeSettings(sources)
            Issue.record("soon is no number of days")
        } catch let error as ValidationError {
            #expect(error.message.contains("session-days") && error.message.contains("snug config unset session.days"))
        }
    }

    @Test func `unknown variables are told with the nearest there is`() {
        let unknown = Settings.unknownVariables(in: [
            "SNUG_SMTP_HSOT": "x", "SNUG_SMTP_HOST": "x", "SNUG_SMTP_PASSWORD_FILE": "x", "SNUG_TEST_ECHO": "1",
            "SNUG_WHATEVER_ELSE_THERE_IS": "x", "PATH": "x",
        ])
        #expect(unknown.map(\.name) == ["SNUG_SMTP_HSOT", "SNUG_WHATEVER_ELSE_THERE_IS"])
        #expect(unknown.map(\.nearest) == ["SNUG_SMTP_HOST", nil])
    }
}

@Suite struct `Edit distance` {
    @Test(arguments: [
        ("", "", 0), ("a", "", 1), ("", "abc", 3), ("smtp", "smpt", 1), ("kitten", "sitting", 3), ("snug", "snug", 0),
    ])
    func `counts letters to insert, remove, change or swap`(a: String, b: String, distance: Int) {
        #expect(NearestName.distance(a, b) == distance)
        #expect(NearestName.distance(b, a) == distance)
    }

    @Test func `what is far from everything is near nothing`() {
        #expect(NearestName.of("regsitration", among: ["registration", "listen"]) == "registration")
        #expect(NearestName.of("zebra", among: ["registration", "listen"]) == nil)
    }
}

@Suite struct `Values of settings` {
    @Test(arguments: [
        ("127.0.0.1:8080", "127.0.0.1:8080"), ("[::1]:0", "[::1]:0"), ("localhost:65535", "localhost:65535"),
        (":80", nil), ("localhost", nil), ("localhost:65536", nil), ("localhost:-1", nil),
    ])
    func `endpoints`(text: String, read: String?) {
        #expect(Endpoint(text)?.text == read)
    }

    @Test(arguments: [
        ("example.org", ["example.org"]), ("Example.org, a.example.com", ["example.org", "a.example.com"]),
        ("me@example.org", nil), ("localhost", nil), (".org", nil), ("", []),
    ])
    func `domains`(text: String, read: [String]?) {
        #expect(SettingText.domains(text) == read.map(Set.init))
    }

    @Test(arguments: [
        ("Müller.example, xn--mller-kva.example", ["xn--mller-kva.example"]), ("exam ple.org", nil), ("a..org", nil),
    ])
    func `domains are kept in ASCII, as addresses have them`(text: String, read: [String]?) {
        #expect(SettingText.domains(text) == read.map(Set.init))
    }

    @Test(arguments: [
        ("https://Chat.Example.org", "https://chat.example.org"),
        ("https://chat.müller.example/", "https://chat.xn--mller-kva.example"),
        ("https://CHAT.MU\u{308}LLER.example:443", "https://chat.xn--mller-kva.example"),
        ("https://chat.xn--mller-kva.example:8443", "https://chat.xn--mller-kva.example:8443"),
        ("http://192.168.1.10:8080", "http://192.168.1.10:8080"), ("http://[::1]:80", "http://[::1]"),
        ("http://a;id", nil), ("http://$(id)", nil), ("http://a&id", nil), ("http://a'id", nil), ("http://-a", nil),
        ("http://my_chat", "http://my_chat"), ("https://xn--a.example", nil), ("https://a%20b.example", nil),
        ("https://a／b.example", nil), ("ftp://example.org", nil), ("https://example.org/chat", nil),
        ("https://", nil), ("https://ada@example.org", nil),
        ("http://localhost:65535", "http://localhost:65535"), ("http://localhost:99999", nil),
        ("http://localhost:0", nil),
    ])
    func `origins are as browsers write them`(text: String, read: String?) {
        #expect(SettingText.origin(text) == read)
    }

    @Test(arguments: [
        (80, false, "http://localhost"), (443, true, "https://localhost"), (8_080, false, "http://localhost:8080"),
        (443, false, "http://localhost:443"), (80, true, "https://localhost:80"),
    ])
    func `the origin that is taken by default is written so too`(port: Int, isSecure: Bool, origin: String) {
        #expect(SettingText.origin(of: "localhost", port: port, isSecure: isSecure) == origin)
    }

    @Test func `the host of an origin stays in ASCII`() {
        #expect(SettingText.host(of: "https://chat.xn--mller-kva.example:8443") == "chat.xn--mller-kva.example")
        #expect(SettingText.host(of: "http://[::1]") == "[::1]")
    }

    @Test(arguments: [
        ("chat.example.org", "chat.example.org"), ("Müller.example", "xn--mller-kva.example"),
        ("192.168.1.10", "[192.168.1.10]"), ("[192.168.1.10]", "[192.168.1.10]"), ("::1", "[IPv6:::1]"),
        ("[::1]", "[IPv6:::1]"), ("[IPv6:2001:db8::1]", "[IPv6:2001:db8::1]"), ("localhost", "localhost"),
        ("300.1.1.1", nil), ("a b", nil), ("a\r\nMAIL", nil), ("", nil), ("[chat]", nil),
    ])
    func `names for EHLO are names, or addresses in brackets`(text: String, read: String?) {
        #expect(SettingText.ehloName(text) == read)
    }

    @Test(
        arguments: [
            ("0", 0), ("0.0", 0), ("30", 30), ("0.01", 0.01), ("10000", 10_000), ("1e-19", nil), ("0.009", nil),
            ("10001", nil), ("1e300", nil), ("inf", nil), ("nan", nil), ("-1", nil), ("-0.0", -0.0), ("", nil),
        ] as [(String, Double?)])
    func `rates are none, or such as somebody waits for`(text: String, read: Double?) {
        #expect(SettingText.rate(text) == read)
    }

    @Test(
        arguments: [
            ("0", 0), ("26214400", 26_214_400), ("25 MiB", 26_214_400), ("25MiB", 26_214_400), ("25M", 26_214_400),
            ("25 mb", 26_214_400), ("1 GiB", 1 << 30), ("1024 KiB", 1 << 20), ("2T", 2 << 40), ("512 B", 512),
            ("1025 TiB", nil), ("99999999999999999999", nil), ("999999999999999999 TiB", nil), ("-1", nil),
            ("1.5 GiB", nil),
            ("MiB", nil), ("1  MiB", nil), ("1 MiB ", nil), ("1 XiB", nil), ("", nil), ("１ MiB", nil),
        ] as [(String, Int64?)])
    func `sizes are numbers of bytes, or of a power of 1,024`(text: String, bytes: Int64?) {
        #expect(SettingText.size(upTo: 1 << 50)(text) == bytes)
    }

    @Test(
        arguments: [
            (26_214_400, "25 MiB"), (1 << 30, "1 GiB"), (20 << 30, "20 GiB"), (1_000, "1000"), (0, "0"),
            (1 << 50, "1024 TiB"),
        ] as [(Int64, String)])
    func `sizes are written as they are read`(bytes: Int64, text: String) {
        #expect(SettingText.size(bytes) == text)
        #expect(SettingText.size(upTo: .max)(text) == bytes)
    }

    @Test func `files have the room that the settings give them`() async throws {
        let policy = try ServeSettings(try await SettingSources(flags: [:], environment: [:])).policy
        #expect(policy.uploadBytesMax == Limits.uploadBytesMaxDefault)
        #expect(policy.storagePerUser == Limits.storagePerUserDefault)
        #expect(policy.storage == Limits.storageDefault)
        let sources = try await SettingSources(
            flags: ["upload-max-bytes": "0"], environment: ["SNUG_STORAGE": "5 MiB", "SNUG_STORAGE_PER_USER": "1M"])
        let other = try ServeSettings(sources).policy
        #expect(other.uploadBytesMax == 0 && other.storage == 5 << 20 && other.storagePerUser == 1 << 20)
        let tooLarge = try await SettingSources(flags: ["upload-max-bytes": "3 GiB"], environment: [:])
        #expect(throws: ValidationError.self) { try ServeSettings(tooLarge) }
    }

    @Test func `no number is too big to be a duration`() async throws {
        for (name, text) in [
            ("session-days", "3651"), ("session-max-days", "9223372036854775807"), ("session-days", "106751991167301"),
            ("backup-keep", "9223372036854775807"), ("smtp-port", "9223372036854775808"), ("message-rate", "1e-19"),
        ] {
            let sources = try await SettingSources(flags: [name: text], environment: [:])
            #expect(throws: ValidationError.self, "\(name) \(text)") { try ServeSettings(sources) }
        }
    }

    @Test(arguments: [
        ("mail.example.org", "mail.example.org"), ("Mail", "Mail"), ("192.168.1.1", "192.168.1.1"), ("::1", "::1"),
        ("x;touch${IFS}/tmp/p", nil), ("a&b", nil), ("$(id)", nil), ("-oProxyCommand=id", nil), ("a/b", nil),
        ("two words", nil), ("a:25", nil), (String(repeating: "a", count: 254), nil),
    ])
    func `hosts are names or addresses, and nothing that a shell would carry out`(text: String, read: String?) {
        #expect(SettingText.hostName(text) == read)
    }

    @Test func `no line breaks, and nothing that acts on a terminal`() {
        #expect(SettingText.any("a\nb") == nil)
        for text in ["\u{9B}2J", "\u{1B}c", "\u{7F}", "\u{2028}", "\u{202E}txt"] {
            #expect(SettingText.any(text) == nil)
        }
        #expect(SettingText.any("Chor der Gemeinde") == "Chor der Gemeinde")
        #expect(SettingText.word("two words") == nil)
    }
}

@Suite struct `The relay` {
    private func smtp(_ flags: [String: String]) async throws -> SMTPSettings {
        let all = ["smtp-host": "mail.example.org"].merging(flags) { $1 }
        return try #require(try ServeSettings(await SettingSources(flags: all, environment: [:])).smtp)
    }

    @Test(arguments: [("starttls", 587), ("implicit", 465), ("none", 25)])
    func `has the standard port of its protection, unless another is set`(tls: String, port: Int) async throws {
        #expect(try await smtp(["smtp-tls": tls]).port == port)
        #expect(try await smtp(["smtp-tls": tls, "smtp-port": "2525"]).port == 2_525)
    }

    @Test func `has STARTTLS and 587 where nothing is said`() async throws {
        let found = try await smtp([:])
        #expect(found.tls == .starttls && found.port == 587)
    }

    /// Settings, each with the name for EHLO and the sender that follow.
    @Test(arguments: [
        (["site-url": "https://chat.example.org"], "chat.example.org", "snug@chat.example.org"),
        (["site-url": "https://müller.example"], "xn--mller-kva.example", "snug@xn--mller-kva.example"),
        (["site-url": "http://192.168.1.10"], "[192.168.1.10]", "snug@localhost"),
        (["site-url": "http://[2001:db8::1]:8080"], "[IPv6:2001:db8::1]", "snug@localhost"),
        (
            ["site-url": "http://192.168.1.10", "smtp-username": "chat@example.org"], "[192.168.1.10]",
            "chat@example.org"
        ),
        (["mail-from": "Snug <chat@example.org>"], "example.org", "chat@example.org"),
        (["smtp-username": "Chat@Example.org"], "example.org", "chat@example.org"),
        (["smtp-username": "somebody"], "[127.0.0.1]", "snug@localhost"),
        ([:], "[127.0.0.1]", "snug@localhost"),
        (["site-url": "http://intranet"], "[127.0.0.1]", "snug@intranet"),
        (["site-url": "https://chat.example.org", "ehlo-name": "10.0.0.1"], "[10.0.0.1]", "snug@chat.example.org"),
    ])
    func `is greeted by a name that a mail server takes, and gets a sender with a domain`(
        flags: [String: String], ehloName: String, sender: String
    ) async throws {
        let found = try await smtp(flags)
        #expect(found.ehloName == ehloName)
        #expect(found.from.address == sender)
    }

    @Test func `is known by its name in ASCII`() async throws {
        #expect(try await smtp(["smtp-host": "mail.müller.example"]).host == "mail.xn--mller-kva.example")
        #expect(try await smtp(["smtp-host": "mail_relay"]).host == "mail_relay")
        await #expect(throws: ValidationError.self) { try await smtp(["smtp-host": "ma／il.example"]) }
    }
}
