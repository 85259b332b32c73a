public import SnugChat

/// Calls that take a device, made from ``World/device``.
extension Chat {
    public func register(name: String, email: String, password: String, invite: String? = nil) async throws -> CodeSent
    {
        let outcome = try await register(
            name: name, email: email, password: password, invite: invite, from: World.device)
        guard case .codeSent(let sent) = outcome else { throw Refusal.unauthenticated }
        return sent
    }

    public func login(email: String, password: String) async throws -> CodeSent {
        try await login(email: email, password: password, from: World.device)
    }

    public func resendCode(to email: String) async throws -> CodeSent {
        try await resendCode(to: email, from: World.device)
    }

    public func forgotPassword(email: String) async throws -> CodeSent {
        try await forgotPassword(email: email, from: World.device)
    }

    public func resetGrant(email: String, code: String) async throws -> String {
        try await resetGrant(email: email, code: code, from: World.device)
    }

    public func resetPassword(email: String, grant: String, to password: String) async throws {
        try await resetPassword(email: email, grant: grant, to: password, from: World.device)
    }

    public func resetPassword(email: String, code: String, to password: String) async throws {
        try await resetPassword(email: email, code: code, to: password, from: World.device)
    }

    public func changePassword(of caller: Caller, from current: String, to password: String) async throws {
        try await changeProfile(
            ProfileChange(password: password, currentPassword: current), of: caller, on: World.device)
    }

    public func rename(_ caller: Caller, to name: String) async throws {
        try await changeProfile(ProfileChange(name: name), of: caller, on: World.device)
    }

    public func logout(_ caller: Caller) async throws { try await logout(caller, from: World.device) }

    public func changeRoom(_ room: Room.ID, _ change: RoomChange, by caller: Caller) async throws -> RoomDetail {
        try await changeRoom(room, change, by: caller, from: World.device)
    }

    public func renameRoom(_ room: Room.ID, to name: String, by caller: Caller) async throws -> RoomDetail {
        try await changeRoom(room, RoomChange(name: name), by: caller)
    }

    public func deleteRoom(_ room: Room.ID, by caller: Caller) async throws {
        try await deleteRoom(room, by: caller, from: World.device)
    }
}
