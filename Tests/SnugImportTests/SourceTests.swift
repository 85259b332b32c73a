import Foundation
import SnugTesting
import Testing

@testable import SnugImport

/// Dumps of several schemas and databases: the data of one is taken, and never mixed with that of another.
@Suite struct `Several places in one dump` {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// The four tables of a schema, filled by COPY, with one message.
    private func tables(of schema: String, saying text: String) -> String {
        """
        COPY \(schema).messages (id, room_id, user_id, content) FROM stdin;
        1\t1\t1\t\(text)
        \\.
        COPY \(schema).room_members (room_id, user_id) FROM stdin;
        1\t1
        \\.
        COPY \(schema).rooms (id, name) FROM stdin;
        1\tKitchen
        \\.
        COPY \(schema).users (id, email) FROM stdin;
        1\tann@example.org
        \\.

        """
    }

    private let realtime = """
        CREATE TABLE realtime.messages (topic text, payload jsonb);
        COPY realtime.messages (topic, payload) FROM stdin;
        t\t{}
        \\.

        """
    private let auth = "COPY auth.users (id, email) FROM stdin;\n7f3a\tzoe@example.org\n\\.\n"

    private func contents(_ dumps: String..., from choice: ImportChoice = ImportChoice()) throws -> [String?] {
        var catalog = SourceCatalog(choice)
        var found: [LegacyRow] = []
        for dump in dumps {
            let path = folder.file(UUID().uuidString)
            try Data(dump.utf8).write(to: URL(fileURLWithPath: path))
            catalog.startPart()
            var reader = DumpReader(try ByteReader(path: path), catalog)
            while let row = try reader.next() { found.append(row) }
            catalog = reader.catalog
        }
        let chosen = try catalog.chosen(of: "the dump")
        return found.filter { $0.source == chosen && $0.table == .messages }.map { $0.values[3] }
    }

    private func refusal(_ dumps: String..., from choice: ImportChoice = ImportChoice()) throws -> String {
        let fault = #expect(throws: ImportFault.self) {
            try dumps.count == 2 ? contents(dumps[0], dumps[1], from: choice) : contents(dumps[0], from: choice)
        }
        return try #require(fault).description
    }

    @Test func `the schema that holds all four tables counts, whatever stands before and behind`() throws {
        #expect(try contents(auth + realtime + tables(of: "public", saying: "hi") + realtime) == ["hi"])
        let empty = "CREATE TABLE old.users (id int, email text); COPY old.users (id, email) FROM stdin;\n\\.\n"
        #expect(try contents(empty + tables(of: "chat", saying: "hi")) == ["hi"])
    }

    @Test func `of two schemas that hold them, none is taken until one is chosen`() throws {
        let dump = tables(of: "public", saying: "new") + tables(of: "\"Old one\"", saying: "old")
        let words = try refusal(dump)
        #expect(words.contains("--from-schema"))
        #expect(words.contains("schema public: users (1), rooms (1), room_members (1), messages (1)"))
        #expect(words.contains("schema Old one: users (1)"))
        #expect(try contents(dump, from: ImportChoice(schema: "public")) == ["new"])
        #expect(try contents(dump, from: ImportChoice(schema: "Old one")) == ["old"])
        #expect(try refusal(dump, from: ImportChoice(schema: "old one")).contains("schema Old one: users"))
    }

    @Test func `of two databases that hold them, none is taken until one is chosen`() throws {
        let dump = """
            \\connect template1
            CREATE DATABASE shop;
            \\connect shop
            \(tables(of: "public", saying: "shop"))
            \\connect -reuse-previous=on "dbname='Ann\\'s ""shop""'"
            \(tables(of: "public", saying: "Ann"))
            """
        #expect(try refusal(dump).contains("database Ann's \"shop\", schema public: users (1)"))
        #expect(try contents(dump, from: ImportChoice(database: "shop")) == ["shop"])
        #expect(try contents(dump, from: ImportChoice(database: "Ann's \"shop\"", schema: "public")) == ["Ann"])
    }

    @Test func `where none holds all four, several that hold some are asked about`() throws {
        let some =
            "INSERT INTO chat.rooms (id) VALUES (1); INSERT INTO chat.messages (id, room_id, user_id, content)"
            + " VALUES (1, 1, 1, 'hi');"
        #expect(try contents(some) == ["hi"])
        #expect(try refusal(some + auth).contains("schema auth: users (1)"))
    }

    @Test func `two dumps one behind the other, or side by side, never become one`() throws {
        let dump = "SET client_encoding = 'UTF8';\n" + tables(of: "public", saying: "hi")
        #expect(try refusal(dump + dump).contains("users of schema public comes from two dumps"))
        #expect(try refusal(dump, dump).contains("from two dumps"))
        let other =
            "SET client_encoding = 'UTF8';\nCREATE TABLE public.rooms (id int); CREATE TABLE public.rooms (id int);"
        #expect(try refusal(dump + other + other).contains("rooms of schema public comes from two dumps"))
    }

    @Test func `its tables in two files, or its schema apart from its data, are one dump`() throws {
        let declared = "SET client_encoding = 'UTF8';\nCREATE TABLE public.messages (id int, content text);\n"
        let data = "SET client_encoding = 'UTF8';\n" + tables(of: "public", saying: "hi")
        #expect(try contents(declared + data) == ["hi"])
        #expect(try contents(declared, data) == ["hi"])
    }

    @Test func `a fault of what is left aside is none`() throws {
        let wide = "COPY files.objects (a) FROM stdin;\n" + String(repeating: "x", count: 17 << 20) + "\n\\.\n"
        let long = "INSERT INTO files.objects VALUES ('" + String(repeating: "x", count: 17 << 20) + "');\n"
        let latin = "\\connect old\nSET client_encoding = 'LATIN1';\n" + auth
        let unnamed = "INSERT INTO auth.users VALUES (1, 'zoe@example.org');\n"
        let dump = tables(of: "public", saying: "hi")
        for other in [wide, long, unnamed] { #expect(try contents(other + dump) == ["hi"]) }
        #expect(try contents(dump + latin) == ["hi"])
    }

    @Test(arguments: [
        "SET search_path = chat, pg_catalog;", "SET search_path TO \"chat\", public;",
        "SELECT pg_catalog.set_config('search_path', 'chat', false);",
        "SET SESSION search_path = '$user', chat;",
    ])
    func `names without a schema are in the first of the search path`(path: String) throws {
        let bare = tables(of: "public", saying: "hi").replacing("public.", with: "")
        #expect(
            try contents(path + bare + tables(of: "public", saying: "other"), from: ImportChoice(schema: "chat")) == [
                "hi"
            ])
        #expect(try contents(bare, from: ImportChoice(schema: "public")) == ["hi"])
    }

    @Test func `names in quotes are told apart by their letters`() throws {
        let other =
            "COPY public.\"Users\" (id, email) FROM stdin;\n9\tnine@example.org\n\\.\n"
            + tables(of: "\"Public\"", saying: "other")
        #expect(
            try contents(other + tables(of: "PUBLIC", saying: "hi"), from: ImportChoice(schema: "public")) == ["hi"])
        let columns = """
            COPY public.messages ("Content", "ID", room_id, user_id, content, id) FROM stdin;
            no\t9\t1\t1\tyes\t1
            \\.
            """
        #expect(try contents(columns) == ["yes"])
    }

    @Test func `rows of partitions, and of tables that inherit, are rows of their table`() throws {
        let dump = """
            CREATE TABLE public.messages (id int, room_id int, user_id int, content text) PARTITION BY RANGE (id);
            CREATE TABLE archive.one (content text, id int, user_id int, room_id int);
            CREATE TABLE archive.two (id int, room_id int, user_id int, content text) PARTITION BY RANGE (id);
            CREATE TABLE archive.three PARTITION OF archive.two FOR VALUES FROM (3) TO (4);
            CREATE TABLE archive.four (more text) INHERITS (public.messages);
            ALTER TABLE ONLY public.messages ATTACH PARTITION archive.one FOR VALUES FROM (1) TO (2);
            ALTER TABLE ONLY public.messages ATTACH PARTITION archive.two FOR VALUES FROM (2) TO (4);
            ALTER TABLE ONLY archive.two ATTACH PARTITION public.messages FOR VALUES FROM (5) TO (6);
            INSERT INTO archive.one VALUES ('one', 1, 1, 1);
            COPY archive.three (id, room_id, user_id, content) FROM stdin;
            3\t1\t1\tthree
            \\.
            INSERT INTO archive.four VALUES (4, 1, 1, 'four', 'more');
            """
        #expect(try contents(dump) == ["one", "three", "four"])
    }

    @Test func `an INSERT within a function, a rule or behind a conflict is no row`() throws {
        let dump = """
            CREATE FUNCTION public.say() RETURNS void LANGUAGE sql
                BEGIN ATOMIC
             INSERT INTO public.messages (id, room_id, user_id, content) VALUES (8, 1, 1, 'function');
             SELECT CASE WHEN true THEN 1 ELSE NULL::integer END AS "case";
             INSERT INTO public.messages (id, room_id, user_id, content) VALUES (9, 1, 1, 'function');
            END;
            CREATE RULE r AS ON INSERT TO public.rooms DO ( INSERT INTO public.audit (a) VALUES ('a'::text);
             INSERT INTO public.messages (id, room_id, user_id, content) VALUES (10, 1, 1, 'rule');
            );
            CREATE VIEW public.users AS SELECT 1 AS id, 'x'::text AS email;
            INSERT INTO public.messages AS m (content, id, room_id, user_id) OVERRIDING SYSTEM VALUE
                VALUES ('a', 1, 1, ARRAY[1, 2]), ('b', 2, 1, 1) ON CONFLICT (id) DO NOTHING;
            INSERT INTO public.messages (id, room_id, user_id, content) VALUES (3, 1, 1, 'c');
            """
        #expect(try contents(dump) == ["a", "b", "c"])
    }

    @Test func `more schemas than can be held apart are refused unless one is chosen`() throws {
        let dump = (0..<100).map { tables(of: "s\($0)", saying: "\($0)") }.joined()
        #expect(try refusal(dump).contains("--from-schema"))
        #expect(try contents(dump, from: ImportChoice(schema: "s77")) == ["77"])
    }

    @Test func `no name moves the terminal's cursor`() throws {
        let dump = tables(of: "\"\u{1B}[2J\"", saying: "a") + tables(of: "b", saying: "b")
        #expect(try !refusal(dump).contains("\u{1B}"))
    }
}
