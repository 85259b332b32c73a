import SnugChat

extension StoreView {
    func secret(_ name: SecretName) throws -> [UInt8]? {
        try db.one("SELECT value FROM secrets WHERE name = $1", name.rawValue) { try $0[0] }
    }
}

extension Transaction {
    func setSecret(_ name: SecretName, to bytes: [UInt8]?) throws {
        if let bytes {
            try db.run(
                """
                INSERT INTO secrets (name, value) VALUES ($1, $2)
                ON CONFLICT (name) DO UPDATE SET value = excluded.value
                """,
                name.rawValue, bytes)
        } else {
            try db.run("DELETE FROM secrets WHERE name = $1", name.rawValue)
        }
    }

    func addSecret(_ name: SecretName, _ bytes: [UInt8]) throws -> Bool {
        try db.run(
            "INSERT INTO secrets (name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING", name.rawValue, bytes) == 1
    }

    func removeSecret(_ name: SecretName, _ bytes: [UInt8]) throws -> Bool {
        try db.run("DELETE FROM secrets WHERE name = $1 AND value = $2", name.rawValue, bytes) == 1
    }
}
