import Foundation

extension String {
    /// The path of the folder in which a path's last name stands; of `/`, itself.
    var folderOfPath: String { URL(fileURLWithPath: self).deletingLastPathComponent().path }
}
