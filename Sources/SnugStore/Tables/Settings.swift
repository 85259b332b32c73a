import GRDB
import SnugChat

extension StoreView {
    func setting(_ name: String) throws -> String? {
        try db.one("SELECT value FROM settings WHERE name = ?", name) { $0[0] }
    }

    func settings() throws -> [String: String] {
        let rows = try db.all("SELECT name, value FROM settings") { ($0[0] as String, $0[1] as String) }
        return Dictionary(rows) { $1 }
    }
}

extension Transaction {
    func setSetting(_ name: String, to value: String?) throws {
        guard let value else { return try db.run("DELETE FROM settings WHERE name = ?", name) }
        try db.run("INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)", name, value)
    }

    func changeSetting(_ name: String, from known: String?, to value: String?) throws -> Bool {
        switch (known, value) {
        case (nil, nil):
            return try setting(name) == nil
        case (nil, let value?):
            try db.run("INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING", name, value)
        case (let known?, nil):
            try db.run("DELETE FROM settings WHERE name = ? AND value = ?", name, known)
        case (let known?, let value?):
            try db.run("UPDATE settings SET value = ? WHERE name = ? AND value = ?", value, name, known)
        }
        return db.changesCount == 1
    }

    func skipNumbers() throws { try LogNumbers(db).skipped.write(to: db) }
}
