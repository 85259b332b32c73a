/// Pictures of people: each their own, seen by everyone who is signed in.
extension Chat {
    /// Gives the caller a picture in the place of the one before, and tells everyone whom they share a room with.
    ///
    /// It counts as a picture and as an act; the same again changes nothing.
    /// - Returns: the caller's account as it then is.
    /// - Throws: ``Refusal/unsupportedPicture``, ``Refusal/invalid(_:)``, ``Refusal/rateLimited(retryAfter:)``,
    ///   ``Refusal/unauthenticated``
    public func setPicture(_ file: [UInt8], of caller: Caller) async throws -> User {
        try await put(try Self.picture(sent: file), of: caller)
    }

    /// Takes the caller's picture away.
    /// - Returns: the caller's account as it then is.
    /// - Throws: ``Refusal/rateLimited(retryAfter:)``, ``Refusal/unauthenticated``
    public func removePicture(of caller: Caller) async throws -> User { try await put(nil, of: caller) }

    /// Takes somebody's picture away, for administrators; an owner's, for owners.
    /// - Throws: ``Refusal/forbidden(_:)``, ``Refusal/notFound(_:)``
    public func removePicture(of id: User.ID, by caller: Caller, from device: Device) async throws {
        let now = clock.now
        try await act(by: caller) { store, caller in
            try Permissions.requireAdministrator(caller)
            guard let user = try store.user(id) else { throw Refusal.notFound(.user) }
            if let refusal = Permissions.refusal(ofChanging: user.role, to: nil, by: caller.role) { throw refusal }
            guard user.picture != nil else { return }
            try store.setPicture(nil, of: id)
            try note(.pictureRemoved, by: caller, to: id, from: device, in: store, at: now)
            try announceChanged(id, in: store)
        }
    }

    /// Returns a person's picture, which counts for its caller as all that is read.
    /// - Parameter tag: the ``Picture/tag`` of the one that is meant.
    /// - Throws: ``Refusal/notFound(_:)`` where it is another by now.
    public func picture(of id: User.ID, tag: String, for caller: Caller) async throws -> Picture {
        guard let picture = try await store.read({ try $0.picture(of: id, tag: tag) }) else {
            throw Refusal.notFound(.picture)
        }
        countReading(rows: 0, bytes: picture.bytes.count, by: caller)
        return picture
    }

    /// Returns true if a person's picture is the one with this tag, without reading it.
    public func hasPicture(_ id: User.ID, tag: String, for caller: Caller) async throws -> Bool {
        try await store.read { try $0.user(id)?.picture == tag }
    }

    private func put(_ picture: Picture?, of caller: Caller) async throws -> User {
        let now = clock.now
        return try await act(by: caller) { store, caller in
            guard let user = try store.user(caller.userID) else { throw Refusal.unauthenticated }
            guard user.picture != picture?.tag else { return user }
            try takeActs(by: caller, in: store, at: now)
            if picture != nil { try take(.pictures, "\(user.id)", in: store, at: now) }
            try store.setPicture(picture, of: user.id)
            try announceChanged(user.id, in: store)
            return try store.user(user.id) ?? user
        }
    }

    private static func picture(sent file: [UInt8]) throws(Refusal) -> Picture {
        do {
            return try Picture(sent: file)
        } catch {
            switch error {
            case .otherFormat: throw .unsupportedPicture
            case .tooManyBytes:
                throw .invalid("picture", "A picture has at most \(Limits.pictureBytesMax / 1_024) KB.")
            case .unreadable: throw .invalid("picture", "This picture cannot be read. Save it anew and try again.")
            case .moving: throw .invalid("picture", "A picture of a person stands still.")
            case .otherSize:
                throw .invalid(
                    "picture",
                    "A picture is \(Limits.pictureSideMin) to \(Limits.pictureSideMax) pixels wide and high.")
            }
        }
    }
}
