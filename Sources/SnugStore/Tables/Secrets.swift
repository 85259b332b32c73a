import GRDB
import SnugChat

extension StoreView {
    func secret(_ name: SecretName) throws -> [UInt8]? {
        try db.one("SELECT value FROM secrets WHERE name = ?", name.rawValue) { [UInt8]($0[0] as DatabaseValue) }
    }
}

extension Transaction {
    func addSecret(_ name: SecretName, _ bytes: [UInt8]) throws -> Bool {
        try db.run(
            "INSERT INTO secrets (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING", name.rawValue, Blob(bytes))
        return db.changesCount == 1
    }

    func removeSecret(_ name: SecretName, _ bytes: [UInt8]) throws -> Bool {
        try db.run("DELETE FROM secrets WHERE name = ? AND value = ?", name.rawValue, Blob(bytes))
        return db.changesCount == 1
    }

    func setSecret(_ name: SecretName, to bytes: [UInt8]?) throws {
        if let bytes {
            try db.run("INSERT OR REPLACE INTO secrets (name, value) VALUES (?, ?)", name.rawValue, Blob(bytes))
        } else {
            try db.run("DELETE FROM secrets WHERE name = ?", name.rawValue)
        }
    }
}
