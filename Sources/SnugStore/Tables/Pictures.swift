import GRDB
import SnugChat

/// The statements of people's pictures, whose bytes lie apart from the rows that are read with every list.
enum PictureSQL {
    static let one = """
        SELECT p.bytes, p.type FROM users u CROSS JOIN pictures p ON p.user_id = u.id WHERE u.id = ? AND u.picture = ?
        """
}

extension StoreView {
    func picture(of id: User.ID, tag: String) throws -> Picture? {
        try db.one(PictureSQL.one, id, tag) { row in
            Picture(stored: [UInt8](row[0] as DatabaseValue), row[1])
        }
    }
}

extension Transaction {
    func setPicture(_ picture: Picture?, of id: User.ID) throws {
        try db.run("UPDATE users SET picture = ? WHERE id = ?", picture?.tag, id)
        guard let picture else { return try db.run("DELETE FROM pictures WHERE user_id = ?", id) }
        try db.run(
            "INSERT OR REPLACE INTO pictures (user_id, type, bytes) SELECT id, ?, ? FROM users WHERE id = ?",
            picture.type, Blob(picture.bytes), id)
    }
}
