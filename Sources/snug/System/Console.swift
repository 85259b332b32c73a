import Foundation

/// Output for a person at the terminal, one unbuffered line at a time.
enum Console {
    static func say(_ line: String) {
        FileHandle.standardOutput.write(Data((line + "\n").utf8))
    }

    static func complain(_ line: String) {
        FileHandle.standardError.write(Data(("snug: " + line + "\n").utf8))
    }
}
