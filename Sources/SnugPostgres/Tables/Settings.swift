import SnugChat

extension StoreView {
    func setting(_ name: String) throws -> String? {
        try db.one("SELECT value FROM settings WHERE name = $1", name) { try $0[0] }
    }

    func settings() throws -> [String: String] {
        let rows = try db.all("SELECT name, value FROM settings") { (try $0[0] as String, try $0[1] as String) }
        return Dictionary(rows) { $1 }
    }
}

extension Transaction {
    func setSetting(_ name: String, to value: String?) throws {
        guard let value else {
            try db.run("DELETE FROM settings WHERE name = $1", name)
            return
        }
        try db.run(
            """
            INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value
            """,
            name, value)
    }

    func changeSetting(_ name: String, from known: String?, to value: String?) throws -> Bool {
        switch (known, value) {
        case (nil, nil): try setting(name) == nil
        case (nil, let value?):
            try db.run("INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING", name, value) == 1
        case (let known?, nil): try db.run("DELETE FROM settings WHERE name = $1 AND value = $2", name, known) == 1
        case (let known?, let value?):
            try db.run("UPDATE settings SET value = $3 WHERE name = $1 AND value = $2", name, known, value) == 1
        }
    }

    func skipNumbers() throws {
        // A sequence moves on for good, whatever becomes of the transaction: then more are skipped.
        try db.run(
            """
            SELECT setval(sequencename::regclass, coalesce(last_value, 0) + $1) FROM pg_sequences
            WHERE schemaname = \(Schema.place)
            """,
            Limits.restoreIDsSkipped)
    }
}
