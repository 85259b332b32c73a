import Foundation
import SnugTesting
import Testing

@testable import snug

@Suite struct `A mend` {
    let folder: TemporaryFolder
    let service: InstalledService

    init() throws {
        folder = try TemporaryFolder()
        service = InstalledService(
            stateDirectory: folder.path, environmentFile: folder.file("snug.env"),
            passwordFile: folder.file("smtp-password"))
        try Data("SNUG_SMTP_PORT=25\n".utf8).write(to: URL(fileURLWithPath: service.environmentFile))
    }

    /// The mends of the installed service with some variables.
    func mends(_ environment: [String: String] = [:], stored: [String: String] = [:]) async throws -> Mends {
        let sources = try await SettingSources(flags: [:], environment: environment).over(stored)
        return Mends(database: folder.file("snug.db"), sources: sources, service: service)
    }

    @Test func `goes to the database, as root, where nothing counts before it`() async throws {
        let mends = try await mends(stored: ["smtp.port": "25"])
        #expect(mends.set((Settings.smtpPort, "587")) == "sudo snug config set smtp.port 587")
        #expect(mends.set((Settings.smtpPassword, "")) == "sudo snug config set smtp.password -")
        #expect(
            mends.set((Settings.listen, "127.0.0.1:9"))
                == "sudo snug config set listen 127.0.0.1:9 && sudo systemctl restart snug")
        #expect(mends.command("backup create") == "sudo snug backup create")
    }

    @Test func `goes to the environment file, or to the unit, where the value is from there`() async throws {
        let mends = try await mends(["SNUG_SMTP_PORT": "25", "SNUG_SMTP_TLS": "none"])
        #expect(
            mends.set((Settings.smtpPort, "587"))
                == "sudoedit \(service.environmentFile) && sudo systemctl restart snug  # SNUG_SMTP_PORT=587")
        #expect(
            mends.set((Settings.smtpTLS, "starttls"))
                == "sudo systemctl edit snug && sudo systemctl restart snug  # SNUG_SMTP_TLS=starttls")
    }

    @Test func `goes to the file of the credential, and to no other place`() async throws {
        try Data("wrong".utf8).write(to: URL(fileURLWithPath: service.passwordFile))
        let install =
            "sudo install -m 600 /dev/stdin \(service.passwordFile) && sudo systemctl restart snug"
        let file = try await mends(["SNUG_SMTP_PASSWORD_FILE": service.passwordFile])
        #expect(file.set((Settings.smtpPassword, "")) == install)
        let credentials = folder.file("credentials")
        try FileManager.default.createDirectory(atPath: credentials, withIntermediateDirectories: true)
        try Data("wrong".utf8).write(to: URL(fileURLWithPath: credentials + "/smtp-password"))
        let credential = try await mends(["CREDENTIALS_DIRECTORY": credentials])
        #expect(credential.set((Settings.smtpPassword, "")) == install)
    }

    @Test func `is a sentence where a flag or a shell's variable has the value`() async throws {
        let sources = try await SettingSources(
            flags: ["smtp-port": "25"], environment: ["SNUG_SMTP_PASSWORD": "wrong"])
        let mends = Mends(database: "/srv/snug.db", sources: sources, service: nil)
        #expect(mends.set((Settings.smtpPort, "587")) == "Start the server with --smtp-port 587.")
        #expect(mends.set((Settings.smtpPassword, "")) == "Start the server with SNUG_SMTP_PASSWORD=….")
    }

    // SECURITY.md line 47.
    @Test func `runs nothing that a value says, and hands the service what root has named to it alone`() async throws {
        let mends = try await mends(stored: ["site.url": "http://a"])
        #expect(
            mends.set((Settings.siteURL, "https://a;id"), note: "with a proxy in front")
                == "sudo snug config set site.url 'https://a;id' && sudo systemctl restart snug  # with a proxy in front"
        )
        #expect(mends.letRead("/etc/shadow").hasPrefix("ls -ld /etc/shadow  # "))
        let posed = try await self.mends(["SNUG_SMTP_PASSWORD_FILE": "/etc/shadow"])
        #expect(posed.set((Settings.smtpPassword, "-")).hasPrefix("ls -ld /etc/shadow  # "))
        try Data("SNUG_TLS_KEY=/etc/snug/key.pem\n".utf8).write(to: URL(fileURLWithPath: service.environmentFile))
        #expect(mends.letRead("/etc/snug/key.pem").hasPrefix("sudo chgrp snug /etc/snug/key.pem && "))
    }

    @Test func `fits the reason why the service does not start`() async throws {
        func start(after words: String) async throws -> String {
            try await mends(["SNUG_SMTP_PORT": "25"]).start(after: StartFault(words))
        }
        let restart = "sudo systemctl restart snug"
        #expect(
            try await start(after: "--smtp-port: “x” (from SNUG_SMTP_PORT) is not PORT.")
                == "sudoedit \(service.environmentFile) && \(restart)  # SNUG_SMTP_PORT")
        #expect(
            try await start(
                after: "--smtp-port: “x” (from the database) is not PORT. Mend it with: snug config unset smtp.port")
                == "sudo snug config unset smtp.port && \(restart)")
        #expect(
            try await start(after: "/etc/key.pem cannot be read. --tls-certificate and --tls-key name the two files.")
                == "ls -ld /etc/key.pem  # if it is the service's: sudo chgrp snug /etc/key.pem && sudo chmod g+r"
                + " /etc/key.pem && \(restart)")
        #expect(
            try await start(after: "127.0.0.1:8080 cannot be listened on: bind.")
                == "sudo snug config set listen 127.0.0.1:PORT && \(restart)")
        let denied = "[::]:443 cannot be listened on: Permission denied. \(StartFault.privilege): …"
        #expect(
            try await start(after: denied).hasPrefix("sudo install -D -m 644 -t /etc/systemd/system/snug.service.d"))
        #expect(
            try await start(after: "/srv/b/snug.db cannot be used: Read-only file system. Check").contains(
                "printf '[Service]\\nReadWritePaths=%s\\n' /srv/b | "))
        #expect(
            try await start(after: "/b/snug.db belongs to root, and snug may not use it. Give it back as root: chown")
                == "sudo chown -R --reference=\(service.stateDirectory) /b && sudo systemctl start snug")
        #expect(try await start(after: "killed") == "sudo systemctl start snug")
    }
}
