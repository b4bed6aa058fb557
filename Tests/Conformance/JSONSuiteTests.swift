import Diagnostics
import Documents
import TestSupport
import Testing
import Values

private let folder = Project.shared("json-suite")
private let isThere = Project.exists(folder)
private let absent: Comment =
  "the JSON suite (github.com/nst/JSONTestSuite) is not beside the package, so its cases are not run"

/// JSONTestSuite: `y_` must be accepted, `n_` must be refused, `i_` is up to the reader.
@Suite struct JSONSuiteTests {
  /// Cases of `y_` that are refused on purpose: what two values for one name mean nobody can say, and no configuration
  /// can mean U+0000.
  private static let refusedOnPurpose: Set<String> = [
    "y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json", "y_object_escaped_null_in_key.json",
    "y_string_null_escape.json",
  ]

  /// Cases of `i_` that are accepted; all others are refused. Numbers that underflow are zero; nesting of 500 is within
  /// the limit. Refused: numbers beyond range, every text that is not UTF-8 or begins with a byte-order mark, lone
  /// surrogates.
  private static let acceptedByChoice: Set<String> = [
    "i_number_double_huge_neg_exp.json", "i_number_real_underflow.json", "i_structure_500_nested_arrays.json",
  ]

  private static func accepts(_ path: String) throws -> Bool {
    var builder = ValueArenaBuilder()
    do throws(Diagnostic) {
      _ = try JSONReader.read(InputDocument(name: path, bytes: (try? Project.bytes(path)) ?? []), into: &builder)
      return true
    } catch {
      #expect(!error.message.isEmpty)
      #expect(error.location?.file == path)
      return false
    }
  }

  @Test(.enabled(if: isThere, absent))
  func whatMustBeAcceptedIsAcceptedButForWhatIsRefusedOnPurpose() throws {
    let cases = Project.files(in: folder, ending: ".json").filter { $0.contains("/y_") }
    #expect(cases.count > 90)
    for path in cases {
      let name = String(path.split(separator: "/").last ?? "")
      #expect(try Self.accepts(path) == !Self.refusedOnPurpose.contains(name), "\(name)")
    }
  }

  @Test(.enabled(if: isThere, absent))
  func whatMustBeRefusedIsRefused() throws {
    let cases = Project.files(in: folder, ending: ".json").filter { $0.contains("/n_") }
    #expect(cases.count > 180)
    for path in cases { #expect(try !Self.accepts(path), "\(path)") }
  }

  @Test(.enabled(if: isThere, absent))
  func whatIsUpToTheReaderIsAsWrittenDown() throws {
    let cases = Project.files(in: folder, ending: ".json").filter { $0.contains("/i_") }
    #expect(cases.count > 30)
    for path in cases {
      let name = String(path.split(separator: "/").last ?? "")
      #expect(try Self.accepts(path) == Self.acceptedByChoice.contains(name), "\(name)")
    }
  }
}
