/// The version of this package, which its tools print with `--version`.
package let packageVersion = "0.1.0"
