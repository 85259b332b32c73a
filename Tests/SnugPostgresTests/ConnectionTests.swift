import Glibc
import SnugChat
import Synchronization
import Testing

@testable import SnugPostgres

@Suite struct `A connection to PostgreSQL` {
    @Test func `needs a library, whose package is named where it is missing`() {
        let fault = #expect(throws: PostgresFault.self) { try LibPQ(named: "libpq-of-nowhere.so") }
        #expect(fault?.reason == .libraryMissing("libpq-of-nowhere.so"))
        #expect(fault?.description.contains("libpq5") == true)
    }

    @Test(arguments: ["postgresql://ada:geheim@localhost/snug?nonsense=1", "password=geheim host", "port='geheim"])
    func `does not repeat a string that it cannot read`(_ string: String) {
        let fault = #expect(throws: PostgresFault.self) { try ConnectionString(string) }
        #expect(fault?.reason == .badConnectionString)
        #expect(fault.map { "\($0)".contains("geheim") } == false)
    }

    @Test func `says why there is none, without the password`() throws {
        let string = try ConnectionString("host=/nowhere user=ada password=geheim")
        let fault = #expect(throws: PostgresFault.self) { try PostgresConnection(to: string) }
        guard case .noConnection(let words)? = fault?.reason else { throw NoSuchReason() }
        #expect(words.contains("/nowhere") && !words.contains("geheim") && !words.contains("\n"))
        #expect(!"\(string)".contains("geheim") && !String(reflecting: string).contains("geheim"))
        #expect(string.withoutSecrets("the password geheim is wrong").contains("geheim") == false)
        // Behind a quotation mark, a mark that it begins with makes one character of both.
        for secret in ["\u{301}geheim", "ge\u{2028}heim"] {
            let string = try ConnectionString("password='\(secret)'")
            #expect(string.withoutSecrets("the password \"\(secret)\" is wrong").contains("heim") == false)
        }
    }

    @Test func `has the program's own settings where the string has none`() throws {
        let cluster = try Cluster.shared.get()
        let name = { (db: PostgresConnection) in
            try db.one("SELECT current_setting('application_name')") { try $0[0] as String }
        }
        #expect(try name(try cluster.connection()) == "snug")
        #expect(try name(try cluster.connection("application_name=attic")) == "attic")
        let encoding = try cluster.connection("client_encoding=LATIN1").one("SELECT current_setting('client_encoding')")
        {
            try $0[0] as String
        }
        #expect(encoding == "UTF8")
    }

    @Test func `is durable whatever the database says`() throws {
        let cluster = try Cluster.shared.get()
        let setting = { (value: String) in
            let string = try ConnectionString(cluster.string("options='-c synchronous_commit=\(value)'"))
            return try Primary(at: string).connect().one("SELECT current_setting('synchronous_commit')") {
                try $0[0] as String
            }
        }
        #expect(try setting("off") == "on")
        #expect(try setting("remote_apply") == "remote_apply")
    }

    @Test func `carries every value there and back`() throws {
        let db = try Cluster.shared.get().connection()
        for number in [0, 1, -1, 255, 256, Int64.max, Int64.min] {
            #expect(try db.one("SELECT $1::bigint", number) { try $0[0] as Int64 } == number)
        }
        #expect(try db.one("SELECT $1::bigint::int", -5) { try $0[0] as Int64 } == -5)
        for text in ["", "a", "שלום 用户 नमस्ते 🏡", "'; DROP TABLE users; --"] {
            #expect(try db.one("SELECT $1::text", text) { try $0[0] as String } == text)
        }
        for bytes in [[], [0], Array(0...255)] as [[UInt8]] {
            #expect(try db.one("SELECT $1::bytea", bytes) { try $0[0] as [UInt8] } == bytes)
        }
        #expect(
            try db.one("SELECT $1::boolean, NOT $1", true) { (try $0[0] as Bool, try $0[1] as Bool) }! == (true, false))
        #expect(try db.one("SELECT $1::text", String?.none) { try $0[0] as String? } == .some(nil))
        for ids in [[], [7], [3, -1, 9]] as [[Int64]] {
            let found = try db.all(
                "SELECT id FROM unnest($1::bigint[]) WITH ORDINALITY AS them(id, place) ORDER BY place",
                Numbers(ids.map { User.ID($0) })
            ) { try $0[0] as Int64 }
            #expect(found == ids)
        }
    }

    @Test func `refuses a value of another kind than is asked for`() throws {
        let db = try Cluster.shared.get().connection()
        #expect(throws: PostgresError.self) { try db.one("SELECT 'text'::text") { try $0[0] as Int64 } }
        #expect(throws: PostgresError.self) { try db.one("SELECT NULL::bigint") { try $0[0] as Int64 } }
        #expect(throws: PostgresError.self) { try db.one("SELECT 1::bigint") { try $0[1] as Int64 } }
        #expect(throws: PostgresError.self) { try db.one("SELECT now()") { try $0[0] as Int64 } }
    }

    @Test func `names the cause of an error, and no value in it`() throws {
        let cluster = try Cluster.shared.get()
        let db = try cluster.connection()
        try db.control("CREATE TEMPORARY TABLE t (name text UNIQUE, age bigint CHECK (age > 0))")
        try db.run("INSERT INTO t VALUES ($1, 1)", "geheim")
        func error(_ sql: String, _ value: any ParameterValue) throws -> PostgresError? {
            do { try db.run(sql, value) } catch let error as PostgresError { return error }
            return nil
        }
        let twice = try error("INSERT INTO t VALUES ($1, 1)", "geheim")
        #expect(twice?.condition == .unique && twice?.sqlState == "23505")
        #expect(twice?.words.contains("t_name_key") == true && twice?.words.contains("geheim") == false)
        #expect(try error("INSERT INTO t VALUES ('x', $1)", -1)?.condition == .constraint)
        let nul = try error("SELECT $1::text", "gehe\0im")
        #expect(nul?.condition == .value && nul?.words.contains("geh") == false)
        #expect(try error("INSERT INTO nowhere VALUES ($1)", 1)?.words.contains("nowhere") == true)
        try db.control("SET default_transaction_read_only = on")
        #expect(try error("CREATE TABLE u AS SELECT $1::bigint", 1)?.condition == .readOnly)
    }

    @Test(arguments: [
        ("40P01", PostgresError.Condition.locked), ("40001", .locked), ("53100", .diskFull),
        ("57P01", .connectionLost), ("57P05", .connectionLost), ("08006", .connectionLost), ("55P03", .locked),
        ("XX001", .damaged), ("42601", .other), ("", .other),
    ])
    func `tells errors apart by their code`(_ code: String, _ condition: PostgresError.Condition) {
        #expect(PostgresError.condition(of: code) == condition)
    }

    @Test func `notices that it is gone`() throws {
        let cluster = try Cluster.shared.get()
        let db = try cluster.connection()
        let pid = try db.one("SELECT pg_backend_pid()") { try $0[0] as Int64 }
        try cluster.connection().run("SELECT pg_terminate_backend($1::int)", pid)
        let error = #expect(throws: PostgresError.self) { try db.control("SELECT 1") }
        #expect(error?.condition == .connectionLost)
        #expect(db.isLost)
        #expect(throws: PostgresError.self) { try db.control("SELECT 1") }
    }

    /// Has a connection's own process stand still, as on a machine that does.
    private func standingStill<Value>(
        _ db: PostgresConnection, _ look: () throws -> Value
    ) throws -> Value {
        let process = pid_t(try #require(try db.one("SELECT pg_backend_pid()") { try $0[0] as Int64 }))
        #expect(kill(process, SIGSTOP) == 0)
        defer { kill(process, SIGCONT) }
        return try look()
    }

    @Test func `is lost where the server stands still, however much it is sent`() throws {
        let cluster = try Cluster.shared.get()
        for bytes in [1, 32 << 20] {
            let db = try cluster.connection()
            try standingStill(db) {
                db.patience = .milliseconds(50)
                let value = [UInt8](repeating: 7, count: bytes)
                let error = #expect(throws: PostgresError.self) { try db.run("SELECT $1::bytea", value) }
                #expect(error?.condition == .connectionLost && db.isLost)
            }
        }
    }

    @Test func `does not know the outcome of a COMMIT that is not answered`() throws {
        let db = try Cluster.shared.get().connection()
        try db.control("BEGIN")
        try standingStill(db) {
            let error = #expect(throws: PostgresError.self) { try db.commit(within: .milliseconds(50)) }
            #expect(error?.condition == .unknownOutcome && db.isLost)
        }
    }

    @Test func `is lost once another server is the primary, though an answer is waited for`() throws {
        let db = try Cluster.shared.get().connection()
        try standingStill(db) {
            db.patience = nil
            let looks = Atomic<Int>(0)
            db.isOutdated = { looks.add(1, ordering: .relaxed).newValue > 3 }
            let error = #expect(throws: PostgresError.self) { try db.control("SELECT 1") }
            #expect(error?.condition == .connectionLost && db.isLost)
        }
    }

    @Test(arguments: [
        ("host=db1,db2 port=5433", [("db1", "5433"), ("db2", "5433")]),
        ("postgresql://snug@db1:1,db2:2/snug", [("db1", "1"), ("db2", "2")]),
        ("postgresql://snug@db1,db2/snug", [("db1", "5432"), ("db2", "5432")]),
        ("host=db1", [("", "")]), ("service=snug host=db1,db2", [("", "")]), ("host=db1, port=5433", [("", "")]),
    ])
    func `knows each host that its string names`(_ string: String, _ places: [(String, String)]) throws {
        let found = try ConnectionString(string).places(in: [:])
        #expect(found.map { $0.host ?? "" } == places.map(\.0))
        #expect(found.map { $0.port ?? "" } == places.map(\.1))
    }

    @Test func `knows the hosts of the environment`() throws {
        let found = try ConnectionString("dbname=snug").places(in: ["PGHOST": "db1,db2", "PGHOSTADDR": "::1,::2"])
        #expect(found.map(\.host) == ["db1", "db2"] && found.map(\.address) == ["::1", "::2"])
        #expect(found.map(\.port) == [nil, nil])
    }

    @Test func `does not take a failed transaction's end for a commit`() throws {
        let db = try Cluster.shared.get().connection()
        try db.control("BEGIN")
        #expect(throws: PostgresError.self) { try db.control("SELECT 1 / 0") }
        let error = #expect(throws: PostgresError.self) { try db.commit() }
        #expect(error?.condition == .other)
        #expect(!db.isLost)
    }
}

private struct NoSuchReason: Error {}
