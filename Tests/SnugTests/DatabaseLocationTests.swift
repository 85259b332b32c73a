import ArgumentParser
import Foundation
import SnugStore
import SnugTesting
import Testing

@testable import snug

@Suite struct `The place of the database` {
    @Test(arguments: [
        ("data/snug.db", true), ("/srv/a=b.db", true), ("host.db", true), ("port", true),
        ("postgresql://snug@db.example.org/snug", false), ("postgres:///snug?host=/run/postgresql", false),
        ("host=db.example.org dbname=snug", false), (" user = snug", false), ("service=chat", false),
    ])
    func `is a file's path or an address of PostgreSQL, by its form`(_ text: String, isFile: Bool) throws {
        let location = try #require(DatabaseLocation(text))
        #expect((location.file == text) == isFile)
    }

    @Test func `is nothing that is neither, and what is secret in it is not repeated`() async throws {
        #expect(DatabaseLocation("mysql://snug:geheim@db.example.org/snug") == nil)
        let sources = try await SettingSources(
            flags: [:], environment: ["SNUG_DATABASE": "mysql://snug:geheim@db.example.org/snug"])
        let error = #expect(throws: ValidationError.self) { try sources.database }
        #expect(error?.message.contains("mysql://…") == true)
        #expect(error?.message.contains("geheim") == false)
    }

    @Test(arguments: [
        ("postgresql://snug:geheim@db.example.org:5433/snug", "postgresql://snug@db.example.org:5433/snug"),
        ("postgres://snug@[::1]/snug?password=geheim&sslmode=require", "postgresql://snug@[::1]/snug?sslmode=require"),
        ("postgresql://a.example.org:1,b.example.org:2/snug", "postgresql://a.example.org:1,b.example.org:2/snug"),
        ("postgresql:///snug?host=/run/postgresql", "postgresql:///snug?host=/run/postgresql"),
        (
            "host=/run/pg port=5433 user='a b' dbname=snug password='ge heim'",
            "postgresql://a%20b@/snug?host=/run/pg&port=5433"
        ),
        ("host=db.example.org options='-c geheim=1'", "postgresql://db.example.org"),
    ])
    func `is shown as a URL, without what is secret`(_ text: String, shown: String) throws {
        let location = try #require(DatabaseLocation(text))
        #expect("\(location)" == shown)
        #expect(DatabaseLocation(shown)?.description == shown)
        #expect(Settings.database.shown(text) == shown)
    }

    @Test(arguments: [
        "postgresql://snug:ge/heim@db.example.org/snug", "postgresql://snug:ge#heim/x@db.example.org/snug",
        "postgresql://snug:ge@heim@db.example.org/snug", "postgresql://snug:54/heim@db.example.org/snug",
        "postgresql://snug:ge%ZZheim@db.example.org/snug", "postgresql://snug:geheim@[::1/snug",
        "POSTGRESQL://snug:geheim@db.example.org/snug", "host=db.example.org password=geheim dbname=snug heim",
        "sslcert=/x nonsense=1 password=geheim", "nonsense=1 host=db.example.org password=geheim",
        "host=db.example.org port=geheim",
    ])
    func `is not taken for what it is not, nor shown, where it cannot be read`(_ text: String) async throws {
        #expect(DatabaseLocation(text)?.file == nil)
        #expect(DatabaseLocation.shown(text).hasSuffix("://…"))
        for sources in [
            try await SettingSources(flags: ["database": text], environment: [:]),
            try await SettingSources(flags: [:], environment: ["SNUG_DATABASE": text]),
        ] {
            let error = #expect(throws: ValidationError.self) { try sources.database }
            #expect(error?.message.contains("heim") == false && error?.message.contains("%2F") == true)
        }
        #expect(throws: ValidationError.self) { try ArgumentText.database(text) }
        let words = ArgumentText.withoutSecrets("“\(text)” is wrong", of: ["move", text])
        #expect(!words.contains("heim"))
    }

    @Test func `is an address by any of libpq's keywords`() {
        #expect(DatabaseLocation("sslrootcert=/x host=db.example.org password=geheim")?.hasPassword == true)
        #expect(DatabaseLocation("keepalives=1 dbname=snug")?.file == nil)
    }

    @Test func `is that of a file in which it stands, where a move is told of one`() throws {
        let folder = try TemporaryFolder()
        let text = "postgresql://snug:geheim@db.example.org/snug"
        try Data("\(text)\n".utf8).write(to: URL(fileURLWithPath: folder.file("database")))
        try Data("anything else".utf8).write(to: URL(fileURLWithPath: folder.file("other")))
        #expect(try ArgumentText.database(folder.file("database")) == DatabaseLocation(text))
        #expect(try ArgumentText.database(folder.file("other")).file == folder.file("other"))
        #expect(throws: ValidationError.self) { try ArgumentText.database(text) }
    }

    @Test func `has no password on a command line, where everyone sees it`() async throws {
        let text = "postgresql://snug:geheim@db.example.org/snug"
        let flag = try await SettingSources(flags: ["database": text], environment: [:])
        let error = #expect(throws: ValidationError.self) { try flag.database }
        #expect(error?.message.contains("SNUG_DATABASE_FILE") == true)
        #expect(error?.message.contains("geheim") == false)
        let variable = try await SettingSources(flags: [:], environment: ["SNUG_DATABASE": text])
        #expect(try variable.database == DatabaseLocation(text))
    }

    @Test func `is one, and not two by a variable and a file`() async throws {
        let folder = try TemporaryFolder()
        func sources(_ variable: String, _ text: String) async throws -> SettingSources {
            let file = "\(folder.path)/database"
            try text.write(toFile: file, atomically: true, encoding: .utf8)
            return try await SettingSources(
                flags: [:], environment: ["SNUG_DATABASE": variable, "SNUG_DATABASE_FILE": file])
        }
        let (one, other) = ("postgresql://snug@a.example.org/snug", "postgresql://snug@b.example.org/snug")
        let both = try await sources(one, other)
        let error = #expect(throws: ValidationError.self) { try both.database }
        #expect(error?.message.contains("name two databases") == true)
        #expect(try await sources(one, "\(one)\n").database == DatabaseLocation(one))
        let empty = try await sources("", "\n")
        let emptiness = #expect(throws: ValidationError.self) { try empty.database }
        #expect(emptiness?.message.contains("is empty") == true)
    }

    @Test func `leaves what is a file's own in the folder of the server's state`() async throws {
        let environment = [
            "SNUG_DATABASE": "postgresql://snug@db.example.org/snug", "STATE_DIRECTORY": "/var/lib/snug:/srv",
        ]
        let sources = try await SettingSources(flags: [:], environment: environment)
        #expect(try sources.dataFolder == "/var/lib/snug")
        #expect(try sources.backupFolder.path == "/var/lib/snug/backups")
    }
}

@Suite struct `The name of a node` {
    private func settings(_ environment: [String: String]) async throws -> ServeSettings {
        try ServeSettings(try await SettingSources(flags: ["listen": "127.0.0.1:8123"], environment: environment))
    }

    @Test func `is the machine's with the port, which is the same after each start`() async throws {
        let address = ["SNUG_DATABASE": "postgresql://snug@db.example.org/snug"]
        let name = try #require(try await settings(address).node)
        #expect(name.hasSuffix(":8123") && name.utf8.count > 5)
        #expect(try await settings(address).node == name)
        #expect(try await settings(address.merging(["SNUG_NODE_NAME": "chat-1"]) { $1 }).node == "chat-1")
    }

    @Test func `is none for the one server of a file`() async throws {
        #expect(try await settings(["SNUG_NODE_NAME": "chat-1"]).node == nil)
    }

    @Test(arguments: ["", "two words", "-a", "a;b", String(repeating: "a", count: 49)])
    func `is one short word`(_ text: String) {
        #expect(SettingText.nodeName(text) == nil)
    }
}
