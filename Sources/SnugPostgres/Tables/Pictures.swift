import SnugChat

/// The statements of people's pictures, whose bytes lie apart from the rows that are read with every list.
enum PictureSQL {
    static let one = """
        SELECT p.bytes, p.type FROM users u JOIN pictures p ON p.user_id = u.id WHERE u.id = $1 AND u.picture = $2
        """
}

extension StoreView {
    func picture(of id: User.ID, tag: String) throws -> Picture? {
        try db.one(PictureSQL.one, id, tag) { row in
            try Picture(stored: row[0], row[1])
        }
    }
}

extension Transaction {
    func setPicture(_ picture: Picture?, of id: User.ID) throws {
        try db.run("UPDATE users SET picture = $1 WHERE id = $2", picture?.tag, id)
        guard let picture else {
            try db.run("DELETE FROM pictures WHERE user_id = $1", id)
            return
        }
        try db.run(
            """
            INSERT INTO pictures (user_id, type, bytes) SELECT id, $1, $2 FROM users WHERE id = $3
            ON CONFLICT (user_id) DO UPDATE SET type = excluded.type, bytes = excluded.bytes
            """,
            picture.type, picture.bytes, id)
    }
}
