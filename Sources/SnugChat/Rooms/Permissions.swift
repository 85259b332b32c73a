/// Who may do what in a room: the one place where that is decided. Pure.
public enum Permissions {
    /// What someone wants to do in a room.
    public enum Act: Sendable, Hashable, CaseIterable {
        /// See that it is there, its name and members.
        case see
        /// Read its messages, mark them as read.
        case read
        case post
        case rename
        case delete
        /// Join it oneself.
        case join
        /// Put someone else into it.
        case add
        /// Go out of it oneself.
        case leave
        /// Put someone else out of it.
        case remove
    }

    /// - Returns: why not, or nil where `caller` may.
    /// - Parameters:
    ///   - kind: what the room is.
    ///   - membership: the caller's own place in it, nil from outside.
    ///   - caller: the caller's role on the server.
    public static func refusal(
        of act: Act,
        in kind: Room.Kind,
        membership: Member.Role?,
        caller: Role
    ) -> Refusal? {
        guard let membership else { return refusalFromOutside(of: act, in: kind, caller: caller) }
        let rules = membership == .owner || caller.isAdministrator
        switch act {
        case .see, .read, .post, .leave:
            return nil
        case .join, .add:
            return kind == .direct ? .forbidden("A direct room has exactly two people.") : nil
        case .remove:
            if kind == .direct { return .forbidden("A direct room has exactly two people.") }
            return rules ? nil : .forbidden("Only the room's owner or an administrator removes people.")
        case .rename:
            if kind == .direct { return .forbidden("A direct room goes by the names of its people.") }
            return rules ? nil : .forbidden("Only the room's owner or an administrator renames it.")
        case .delete:
            return rules ? nil : .forbidden("Only the room's owner or an administrator deletes it.")
        }
    }

    /// - Returns: why `caller` may not change an account, or nil where they may.
    /// - Parameters:
    ///   - role: the account's own.
    ///   - new: the role it is to have; nil where it keeps its own.
    public static func refusal(ofChanging role: Role, to new: Role?, by caller: Role) -> Refusal? {
        guard caller.isAdministrator else { return .forbidden("Only administrators change accounts.") }
        if caller != .owner, role == .owner || new == .owner {
            return .forbidden("Only an owner changes an owner, or makes one.")
        }
        return nil
    }

    /// - Throws: ``Refusal/forbidden(_:)``
    static func requireAdministrator(_ caller: Caller) throws(Refusal) {
        guard caller.role.isAdministrator else { throw .forbidden("Only administrators may do this.") }
    }

    /// - Throws: ``Refusal/forbidden(_:)``
    static func requireOwner(_ caller: Caller) throws(Refusal) {
        guard caller.role == .owner else { throw .forbidden("Only an owner changes settings.") }
    }

    private static func refusalFromOutside(of act: Act, in kind: Room.Kind, caller: Role) -> Refusal? {
        // An administrator can end any room without being able to look into it.
        if act == .delete, caller.isAdministrator { return nil }
        guard kind == .open else { return .notFound(.room) }
        switch act {
        case .see, .join:
            return nil
        case .rename, .remove:
            return caller.isAdministrator
                ? nil : .forbidden("Only the room's owner or an administrator may do this.")
        case .delete:
            return .forbidden("Only the room's owner or an administrator deletes it.")
        case .read, .post, .add, .leave:
            return .notAMember
        }
    }
}
