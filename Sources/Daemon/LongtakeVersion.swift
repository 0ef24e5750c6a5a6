// The program's own version, for `--version`, logs and the ledger's epochs.

package enum LongtakeVersion {
    package static let current = "0.1.0"
}
