/// The rules of who may do what in a room and with an account.
///
/// Pure: the answer depends on the arguments alone. The rights of a message's author are in `Chat+Changes`.
public enum Permissions {
    /// An act in a room that takes a permission.
    public enum Act: Sendable, Hashable, CaseIterable {
        /// Seeing that the room is there, its name and members.
        case see
        /// Reading its messages, marking them as read.
        case read
        case post
        case rename
        case delete
        /// Adding the caller to it.
        case join
        /// Adding someone else to it.
        case add
        /// Removing the caller from it.
        case leave
        /// Removing someone else from it.
        case remove
    }

    /// Returns the reason why `caller` may not do something in a room, or nil where they may.
    ///
    /// From outside, a room that is not open is not found, so that nobody learns of it.
    /// - Parameters:
    ///   - act: the act that the caller wants to do.
    ///   - kind: the room's kind.
    ///   - membership: the caller's own role in it, nil from outside.
    ///   - caller: the caller's role on the server.
    ///   - isHeld: true where something was said there that somebody still has.
    ///   - welcomes: true where newcomers land, who are strangers to its people: it belongs to the administrators.
    public static func refusal(
        of act: Act,
        in kind: Room.Kind,
        membership: Member.Role?,
        caller: Role,
        isHeld: Bool = false,
        welcomes: Bool = false
    ) -> Refusal? {
        guard let membership else {
            return refusalFromOutside(of: act, in: kind, caller: caller, isHeld: isHeld)
        }
        if welcomes, !caller.isAdministrator, [.rename, .remove, .delete].contains(act) {
            return .forbidden("Only administrators may do this.")
        }
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
            if kind == .direct { return isHeld ? .forbidden("It belongs to both of you: leave it instead.") : nil }
            return rules ? nil : .forbidden("Only the room's owner or an administrator deletes it.")
        }
    }

    /// Returns the reason why `caller` may not delete what someone else wrote in a room, or nil where they may.
    ///
    /// A direct room has no owner, and nobody takes from two people what they said to each other.
    static func refusal(
        ofDeletingAnothersMessageIn kind: Room.Kind,
        membership: Member.Role?,
        caller: Role
    ) -> Refusal? {
        if kind == .direct { return .forbidden("Only its author deletes a message between two people.") }
        return membership == .owner || caller.isAdministrator
            ? nil : .forbidden("Only its author, the room's owner or an administrator deletes a message.")
    }

    /// Returns the reason why `caller` may not change an account, or nil where they may.
    /// - Parameters:
    ///   - role: the account's own role.
    ///   - new: the role it is to have; nil where it keeps its own.
    ///   - caller: the caller's role on the server.
    public static func refusal(ofChanging role: Role, to new: Role?, by caller: Role) -> Refusal? {
        guard caller.isAdministrator else { return .forbidden("Only administrators change accounts.") }
        if caller != .owner, role == .owner || new == .owner {
            return .forbidden("Only an owner changes an owner, or makes one.")
        }
        return nil
    }

    /// Returns the reason why `caller` may not act in the place of an account's holder, or nil where they may.
    /// - Parameter role: the account's own role.
    public static func refusal(ofActingFor role: Role, by caller: Role) -> Refusal? {
        guard caller.isAdministrator else { return .forbidden("Only administrators may do this.") }
        return caller == .owner || role == .member ? nil : .forbidden("Only an owner does this for administrators.")
    }

    /// Returns the reason why an administrator may not have an invite's link, or nil where they may.
    static func refusal(ofHandingOn invite: Invite, by caller: Caller) -> Refusal? {
        caller.role == .owner || invite.isStanding || invite.createdBy == caller.userID
            ? nil : .forbidden("Only its maker or an owner hands this invite on.")
    }

    /// Refuses a caller who is not an administrator.
    /// - Throws: ``Refusal/forbidden(_:)``
    static func requireAdministrator(_ caller: Caller) throws(Refusal) {
        guard caller.role.isAdministrator else { throw .forbidden("Only administrators may do this.") }
    }

    /// Refuses a caller who is not an owner.
    /// - Throws: ``Refusal/forbidden(_:)``
    static func requireOwner(_ caller: Caller) throws(Refusal) {
        guard caller.role == .owner else { throw .forbidden("Only an owner may do this.") }
    }

    /// Returns the reason why someone who is not in the room may not do something there, or nil where they may.
    private static func refusalFromOutside(
        of act: Act,
        in kind: Room.Kind,
        caller: Role,
        isHeld: Bool
    ) -> Refusal? {
        // An administrator can delete any room without being able to read it, but nobody takes from two people what they
        // said to each other.
        if act == .delete, caller.isAdministrator {
            return kind == .direct && isHeld ? .forbidden("It belongs to whoever is in it.") : nil
        }
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
