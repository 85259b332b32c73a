import Foundation
import SnugTesting
import Testing

@testable import SnugImport

@Suite struct `Dumps and comma-separated values` {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func bytes(_ text: [UInt8]) throws -> ByteReader {
        let path = folder.file(UUID().uuidString)
        try Data(text).write(to: URL(fileURLWithPath: path))
        return try ByteReader(path: path)
    }

    private func rows(_ dump: String) throws -> [[String?]] { try rows(Array(dump.utf8)) }

    private func rows(_ dump: [UInt8]) throws -> [[String?]] {
        var reader = DumpReader(try bytes(dump), SourceCatalog(ImportChoice()))
        var found: [LegacyRow] = []
        while let row = try reader.next() { found.append(row) }
        let chosen = try reader.catalog.chosen(of: "the dump")
        return found.filter { $0.source == chosen }.map(\.values)
    }

    private func records(_ text: [UInt8]) throws -> [[String?]] {
        var reader = CSVReader(try bytes(text))
        var found: [[String?]] = []
        while let record = try reader.next() { found.append(record) }
        return found
    }

    @Test(arguments: [
        ("a\\tb", "a\tb"), ("a\\nb\\r", "a\nb\r"), ("\\b\\f\\v", "\u{8}\u{C}\u{B}"), ("\\\\N", "\\N"), ("\\", "\\"),
        ("\\101\\x42\\x4g", "AB\u{4}g"), ("\\303\\251", "é"), ("\\q", "q"), ("", ""),
        ("it's; -- fine", "it's; -- fine"),
    ])
    func `COPY's escapes are read`(written: String, meant: String) throws {
        let dump = "COPY public.rooms (name, id) FROM stdin;\n\(written)\t1\n\\N\t2\n\\.\n"
        let names = try rows(dump).map { $0[1] }
        #expect(names == [meant, nil])
    }

    @Test(arguments: [
        ("'it''s'", "it's"), ("'a\\nb'", "a\\nb"), ("E'a\\n\\'b\\\\'", "a\n'b\\"),
        ("e'\\u00e9\\U0001F600\\x41'", "é😀A"),
        ("'a\nb; -- '", "a\nb; -- "), ("$$it's$$", "it's"), ("$x$a$$b$x$", "a$$b"), ("'a'::text", "a"), ("-5", "-5"),
        ("'(', ')'::varchar(3)", "("),
    ])
    func `texts of an INSERT are read`(written: String, meant: String) throws {
        let dump = "INSERT INTO rooms (id, name, extra) VALUES (1, \(written)), (2, NULL, 'x'), (3, 'more', 4);"
        let names = try rows(dump).map { $0[1] }
        #expect(names == [meant, nil, "more"])
    }

    @Test func `backslashes in every text mean something where the dump says so`() throws {
        let insert = "INSERT INTO rooms (id, name) VALUES (1, 'it\\'s');\n"
        #expect(try rows("SET standard_conforming_strings = off;\n" + insert).first?[1] == "it's")
    }

    @Test func `names that are SQL's own words are names in quotes and without`() throws {
        let dump = """
            CREATE TABLE "select"."users" ("id" integer, "order" text, email text, "from" text, PRIMARY KEY ("id"));
            INSERT INTO "select"."users" VALUES (1, 'values', 'ann@example.org', ');');
            COPY "select".users ("from", email, "timestamp", id) FROM stdin;
            x\tbo@example.org\ty\t2
            \\.
            """
        #expect(try rows(dump).map { [$0[0], $0[1]] } == [["1", "ann@example.org"], ["2", "bo@example.org"]])
    }

    @Test(arguments: [
        ("SET client_encoding = 'LATIN1'; INSERT INTO rooms (id) VALUES (1);", "pg_dump --encoding=UTF8"),
        ("INSERT INTO rooms VALUES (1, 'Kitchen');", "--column-inserts"),
        ("COPY rooms FROM stdin;\n1\tKitchen\n\\.\n", "--column-inserts"),
        ("COPY rooms (id) FROM stdin WITH (FORMAT csv);\n1\n\\.\n", "Make it with pg_dump"),
    ])
    func `what cannot be read rightly is refused with what to do`(dump: String, advice: String) throws {
        let fault = #expect(throws: ImportFault.self) { try rows(dump) }
        #expect(fault?.description.contains(advice) == true)
    }

    @Test(arguments: ["UTF8", "UNICODE", "SQL_ASCII"])
    func `these encodings are read`(name: String) throws {
        #expect(try rows("SET client_encoding = '\(name)';\nINSERT INTO rooms (id) VALUES (1);").count == 1)
    }

    @Test func `comma-separated values are read with quotes, line breaks and nothing`() throws {
        let text = "\u{FEFF}id,name\r\n1,\"a \"\"b\"\",\r\n\tc\"\r\n2,\n3,\"\"\n4,\\N\n5,x\"y"
        #expect(
            try records(Array(text.utf8)) == [
                ["id", "name"], ["1", "a \"b\",\r\n\tc"], ["2", nil], ["3", ""], ["4", "\\N"], ["5", "x\"y"],
            ])
    }

    /// Changes, doubles and leaves out bytes, always the same ones.
    @Test func `whatever is in a file, it is read or refused`() throws {
        let dump = """
            \\restrict abc
            SET client_encoding = 'UTF8'; /* a /* b */ c */ SELECT $f$ ; $f$, -1.5, "a""b"; -- end
            CREATE TABLE public.users (id integer, email text, CHECK ((id > 0)));
            INSERT INTO public.users VALUES (1, E'a\\x41\\u00e9\\101'), (2, 'b''c'::text);
            COPY public.messages (id, room_id, user_id, content) FROM stdin;
            1\t2\t3\ta\\tb\\101\\x4\\\\
            \\.
            """
        var seed: UInt64 = 1
        func random(_ below: Int) -> Int {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(truncatingIfNeeded: seed >> 33) % below
        }
        var (read, refused) = (0, 0)
        for _ in 0..<1_000 {
            var text = Array(dump.utf8)
            for _ in 0...random(4) {
                let place = random(text.count)
                switch random(3) {
                case 0: text[place] = UInt8(random(256))
                case 1: text.insert(text[random(text.count)], at: place)
                default: text.removeSubrange(place..<min(text.count, place + 1 + random(20)))
                }
            }
            do {
                _ = try rows(text)
                read += 1
            } catch is ImportFault {
                refused += 1
            }
            do { _ = try records(text) } catch is ImportFault { refused += 1 }
        }
        #expect(read > 0 && refused > 0)
    }
}
