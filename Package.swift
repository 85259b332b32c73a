// swift-tools-version: 6.2
import PackageDescription

// Each product of another package has one name here, and each Swift target the same strict settings.

extension Target.Dependency {
    static let argumentParser = product(name: "ArgumentParser", package: "swift-argument-parser")
    static let asyncHTTPClient = product(name: "AsyncHTTPClient", package: "async-http-client")
    static let configuration = product(name: "Configuration", package: "swift-configuration")
    static let crypto = product(name: "Crypto", package: "swift-crypto")
    static let cryptoExtras = product(name: "CryptoExtras", package: "swift-crypto")
    static let grdb = product(name: "GRDB", package: "GRDB.swift")
    static let grdbSQLite = product(name: "GRDBSQLite", package: "GRDB.swift")
    static let httpTypes = product(name: "HTTPTypes", package: "swift-http-types")
    static let hummingbird = product(name: "Hummingbird", package: "hummingbird")
    static let hummingbirdCore = product(name: "HummingbirdCore", package: "hummingbird")
    static let jwtKit = product(name: "JWTKit", package: "jwt-kit")
    static let logging = product(name: "Logging", package: "swift-log")
    static let metrics = product(name: "Metrics", package: "swift-metrics")
    static let nioCore = product(name: "NIOCore", package: "swift-nio")
    static let nioEmbedded = product(name: "NIOEmbedded", package: "swift-nio")
    static let nioHTTP1 = product(name: "NIOHTTP1", package: "swift-nio")
    static let nioHTTPTypes = product(name: "NIOHTTPTypes", package: "swift-nio-extras")
    static let nioHTTPTypesHTTP1 = product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras")
    static let nioPosix = product(name: "NIOPosix", package: "swift-nio")
    static let nioSSL = product(name: "NIOSSL", package: "swift-nio-ssl")
    static let nioTLS = product(name: "NIOTLS", package: "swift-nio")
    static let nioWebSocket = product(name: "NIOWebSocket", package: "swift-nio")
    static let serviceLifecycle = product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
    static let swiftASN1 = product(name: "SwiftASN1", package: "swift-asn1")
    static let systemPackage = product(name: "SystemPackage", package: "swift-system")
    static let unixSignals = product(name: "UnixSignals", package: "swift-service-lifecycle")
    static let x509 = product(name: "X509", package: "swift-certificates")
}

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

// Libraries of the system

let systemLibraries: [Target] = [
    .systemLibrary(name: "CLibBrotli", providers: [.apt(["libbrotli-dev"])]),
    .systemLibrary(name: "CLibCrypt", providers: [.apt(["libcrypt-dev"])]),
    .systemLibrary(name: "CLibCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CFiles"),
    .systemLibrary(name: "CTimex"),
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
]

// Modules: each may know SnugChat, none another

func module(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

let modules: [Target] = [
    module("SnugChat", [.crypto]),
    module("SnugStore", ["SnugChat", "CFiles", "CSQLite", .crypto, .grdb, .grdbSQLite, .metrics]),
    module("SnugPostgres", ["SnugChat", .metrics]),
    module("SnugIdentity", ["SnugChat", "CLibCrypt", "CLibCrypto", .jwtKit, .crypto, .cryptoExtras]),
    module("SnugMail", ["SnugChat", .nioCore, .nioPosix, .nioTLS, .nioSSL, .logging, .serviceLifecycle, .metrics]),
    module(
        "SnugACME",
        [
            "SnugChat", .asyncHTTPClient, .crypto, .logging, .nioCore, .nioHTTP1, .nioPosix, .nioSSL,
            .serviceLifecycle, .swiftASN1, .x509,
        ]),
    module(
        "SnugPush",
        [
            "SnugChat", .asyncHTTPClient, .crypto, .logging, .metrics, .nioCore, .nioHTTP1, .nioPosix, .nioSSL,
            .serviceLifecycle,
        ]),
    module("SnugImport", ["SnugChat", .grdb, .systemPackage]),
    module(
        "SnugServer",
        [
            "SnugChat", "SnugWeb", "CLibBrotli", "CZlib", .hummingbird, .hummingbirdCore, .crypto, .httpTypes, .nioCore,
            .nioPosix, .nioHTTP1, .nioHTTPTypes, .nioHTTPTypesHTTP1, .nioSSL, .logging,
            .serviceLifecycle, .metrics,
        ]),
    // C alone: what the system's SQLite is told once, and the browser client, embedded.
    .target(name: "CSQLite", linkerSettings: [.linkedLibrary("sqlite3")]),
    .target(name: "SnugWeb", exclude: ["client"]),
]

// Executables

let executables: [Target] = [
    .executableTarget(
        name: "snug",
        dependencies: [
            "SnugChat", "SnugStore", "SnugPostgres", "SnugIdentity", "SnugImport", "SnugMail", "SnugACME", "SnugPush",
            "SnugServer", "CTimex", .argumentParser, .configuration, .systemPackage, .unixSignals, .nioCore, .nioPosix,
            .nioHTTP1, .nioSSL, .logging, .serviceLifecycle, .metrics,
        ],
        swiftSettings: strict),
    .executableTarget(
        name: "snug-bench",
        dependencies: [
            "SnugChat", "SnugStore", "SnugIdentity", .argumentParser, .nioCore, .nioPosix, .unixSignals,
        ],
        swiftSettings: strict),
    // The bare servers that snug-bench compares with.
    .executableTarget(name: "floor-fanout"),
    .executableTarget(name: "floor-durable", linkerSettings: [.linkedLibrary("sqlite3")]),
]

// Tests

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

let testTargets: [Target] = [
    .target(
        name: "SnugTesting", dependencies: ["SnugChat", "SnugStore", .logging], path: "Tests/SnugTesting",
        swiftSettings: strict),
    tests("SnugBenchTests", ["snug-bench", .argumentParser, .nioCore]),
    tests("SnugTests", ["snug", "SnugPush", "SnugTesting", .logging]),
    tests("SnugMailTests", ["SnugMail", "SnugTesting", .nioCore, .nioPosix, .nioSSL, .logging]),
    tests("SnugACMETests", ["SnugACME", "SnugTesting", .crypto, .logging, .swiftASN1, .x509]),
    tests(
        "SnugPushTests",
        ["SnugPush", "SnugTesting", .crypto, .nioCore, .nioHTTP1, .nioPosix, .nioSSL, .swiftASN1, .x509]),
    tests("SnugChatTests", ["SnugChat", "SnugTesting"]),
    tests("SnugStoreTests", ["SnugStore", "SnugTesting", .grdb]),
    tests("SnugPostgresTests", ["SnugPostgres", "SnugTesting"]),
    tests("SnugImportTests", ["SnugImport", "SnugTesting"]),
    tests("SnugIdentityTests", ["SnugIdentity", "SnugTesting", .crypto]),
    tests(
        "SnugServerTests",
        ["SnugServer", "SnugTesting", .httpTypes, .nioCore, .nioEmbedded, .nioHTTPTypes, .nioPosix, .nioWebSocket]),
]

let package = Package(
    name: "snug",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "snug", targets: ["snug"]),
        .executable(name: "snug-bench", targets: ["snug-bench"]),
    ],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/swift-server/async-http-client.git", from: "1.37.0"),
        .package(url: "https://github.com/apple/swift-asn1.git", from: "1.7.4"),
        .package(url: "https://github.com/apple/swift-certificates.git", from: "1.21.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: []),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: systemLibraries + modules + executables + testTargets,
    swiftLanguageModes: [.v6],
    cLanguageStandard: .c2x
)
