import GRDB
import SnugChat

extension StoreView {
    func secret(_ name: SecretName) throws -> [UInt8]? {
        try db.one("SELECT value FROM secrets WHERE name = ?", name.rawValue) { [UInt8]($0[0] as DatabaseValue) }
    }
}

extension Transaction {
    func setSecret(_ name: SecretName, to bytes: [UInt8]?) throws {
        if let bytes {
            try db.run("INSERT OR REPLACE INTO secrets (name, value) VALUES (?, ?)", name.rawValue, Blob(bytes))
        } else {
            try db.run("DELETE FROM secrets WHERE name = ?", name.rawValue)
        }
    }
}

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
}
