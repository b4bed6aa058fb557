import CJansson
import Diagnostics
import Documents
import Fuzzing
import Glibc
import Values

/// Reads a file again and again with Jansson, each time with one more allocation that succeeds before all fail.
///
/// Jansson's allocation functions belong to the whole process, and a C function has no place for a count but a global
/// one: so this is a program of its own, with one thread.
enum AllocationFailures {
  /// Allocations that still succeed.
  nonisolated(unsafe) private static var left = Int.max

  /// - Returns: how many runs were refused before one succeeded; nil after a finding, which is printed.
  static func run(_ path: String, every step: Int) throws -> Int? {
    let document = try readInput(path)
    json_set_alloc_funcs(
      { size in
        AllocationFailures.left -= 1
        guard AllocationFailures.left >= 0 else {
          errno = ENOMEM
          return nil
        }
        return malloc(size)
      }, { free($0) })
    var refused = 0
    var allowed = 0
    while true {
      left = allowed
      var builder = ValueArenaBuilder()
      do throws(Diagnostic) {
        let root = try JSONReader.read(document, with: .jansson, into: &builder)
        let spare = left
        var expected = ValueArenaBuilder()
        let expectedRoot = try JSONReader.read(document, with: .fast, into: &expected)
        guard spare >= 0, refused > 0, areSame(builder.arena, root, expected.arena, expectedRoot) else {
          print("read after \(allowed) allocations although one failed, or with other values")
          return nil
        }
        return refused
      } catch {
        guard error.message.contains("out of memory"), error.location?.file == path else {
          print("allocation \(allowed) failed, and what is said is: \(error)")
          return nil
        }
        refused += 1
        allowed += step
      }
    }
  }
}
