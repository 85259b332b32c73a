import GRDB
import SnugChat

extension StoreView {
    func arePushesEnded(to session: Session.ID) throws -> Bool {
        try db.one("SELECT push_ended FROM sessions WHERE id = ?", session) { $0[0] } ?? false
    }
}

extension Transaction {
    func notePushesEnded(_ areEnded: Bool, to session: Session.ID) throws {
        try db.run("UPDATE sessions SET push_ended = ? WHERE id = ?", areEnded, session)
    }
}
