import SnugChat
import Testing

@testable import SnugPostgres

@Suite struct `The refusal of a connection` {
    private static let server = #"connection to server at "db1" (10.0.0.1), port 5432 failed: "#

    @Test(arguments: [
        (
            #"FATAL:  28P01: Passwort-Authentifizierung für Benutzer »snug« fehlgeschlagen"#,
            PostgresRefusal.Kind.password
        ),
        (#"FATAL:  28000: role "snug" does not exist"#, .notAdmitted),
        (#"FATAL:  28000: no pg_hba.conf entry for host "10.0.0.9""#, .notAdmitted),
        (#"FATAL:  3D000: database "snug" does not exist"#, .noDatabase),
        ("fe_sendauth: no password supplied", .password),
        ("server does not support SSL, but SSL was required", .clear),
        (#"root certificate file "/nonexistent/.postgresql/root.crt" does not exist"#, .certificate),
        ("SSL error: certificate verify failed", .certificate),
    ])
    func `is told by a code, or by libpq's own words`(_ words: String, _ kind: PostgresRefusal.Kind) {
        #expect(PostgresRefusal.Kind(words: Self.server + words) == kind)
    }

    @Test func `is one of the address, where no server was asked`() {
        #expect(PostgresRefusal.Kind(words: #"invalid sslmode value: "nonsense""#) == .parameter)
    }

    @Test(arguments: [
        "Connection refused", "timeout expired", "FATAL:  57P03: the database system is starting up",
        "FATAL:  53300: sorry, too many clients already", "session is read-only", "",
    ])
    func `is none where waiting helps`(_ words: String) {
        #expect(PostgresRefusal.Kind(words: Self.server + words) == nil)
        let refused = Self.server + "FATAL:  28P01: password authentication failed"
        #expect(PostgresRefusal.Kind(words: "\(Self.server)\(words)\n\(refused)") == nil, "another may come back")
    }

    @Test func `names the command that mends it`() throws {
        let cluster = try Cluster.shared.get()
        let fault = #expect(throws: PostgresFault.self) {
            try PostgresStore("host=\(cluster.folder) user=snug dbname=attic", events: NoEvents())
        }
        guard case .refused(let refusal)? = fault?.reason else {
            Issue.record("another fault: \(String(describing: fault))")
            return
        }
        #expect(refusal.kind == .noDatabase && fault?.isTemporary == false && fault?.isOfConnection == false)
        #expect(
            "\(refusal)".contains("createdb --owner=snug --template=template0 --encoding=UTF8 --locale=C.UTF-8 attic"))
    }

    @Test func `is known of a role that may not make tables`() throws {
        let cluster = try Cluster.shared.get()
        try cluster.connection().control(
            "CREATE ROLE guest LOGIN; CREATE SCHEMA closed; GRANT USAGE ON SCHEMA closed TO guest")
        let place = "host=\(cluster.folder) user=guest dbname=postgres options='-c search_path=closed'"
        for purpose in [PostgresStore.Purpose.serving, .looking] {
            let fault = #expect(throws: PostgresFault.self) {
                try PostgresStore(place, for: purpose, events: NoEvents())
            }
            guard case .notAllowed? = fault?.reason else {
                Issue.record("\(String(describing: fault))")
                continue
            }
            #expect(fault?.isTemporary == false && fault?.description.contains("OWNER TO") == true)
        }
    }
}
