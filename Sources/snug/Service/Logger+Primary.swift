import Logging
import SnugPostgres

extension Logger {
    /// Writes the line on what becomes of the way to PostgreSQL's primary.
    func note(_ news: PrimaryNews) {
        switch news {
        case .lost(let place):
            warning("A connection to the database was lost", metadata: ["server": "\(place)"])
        case .found(let place):
            notice("There is a connection to the database again", metadata: ["server": "\(place)"])
        case .another(let place, let timeline, let former):
            notice(
                "Another server is the database's primary",
                metadata: ["server": "\(place)", "timeline": "\(timeline)", "former": "\(former)"])
        case .old(let fault):
            error("An old primary of the database takes writes", metadata: ["error": "\(fault)"])
        case .nameTaken(let node):
            error(
                "Another server has this one's name: stop one of them, or give it another with --node-name",
                metadata: ["node": "\(node)"])
        case .commitsLost:
            warning("The database's new primary lacks commits: everyone's devices fetch anew what there is")
        }
    }
}

extension Console {
    /// Tells whoever runs a command of an old primary that takes writes; what else becomes of connections, its outcome
    /// tells.
    static func note(_ news: PrimaryNews) {
        if case .old(let fault) = news { complain("\(fault)") }
    }
}
