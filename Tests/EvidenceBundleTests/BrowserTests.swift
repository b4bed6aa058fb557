import Foundation
import TestSupport
import Testing

/// Hostile names and the report in a real browser, where one is installed.
@Suite struct BrowserTests {
  private static let names = [
    "<script>alert(1)</script>", "\" onmouseover=\"alert(1)", "</style><img src=x onerror=alert(1)>", "=HYPERLINK(1)",
    "a\u{202E}b", "]]>", "&lt;", "'; alert(1); '",
  ]

  private static func report() throws -> (folder: TemporaryFolder, path: String, text: String) {
    let folder = try TemporaryFolder()
    let changes = try names.enumerated().map { number, name in
      let key = String(decoding: try JSONEncoder().encode(name), as: UTF8.self)
      let address = String(
        decoding: try JSONEncoder().encode("aws_vpc.n[\"\(name)\"]"), as: UTF8.self)
      return """
        {"address":\(address),"mode":"managed","type":"aws_vpc","name":"n","index":\(key),
         "change":{"actions":["create"],"before":null,"after":{"instance_tenancy":\(key),"tags":{\(key):\(key)}},
         "after_unknown":{},"before_sensitive":false,"after_sensitive":{}}}
        """
    }
    let plan = try folder.write(
      "plan.json",
      "{\"format_version\":\"1.2\",\"resource_changes\":[\(changes.joined(separator: ","))],\"configuration\":{\"root_module\":{}}}"
    )
    let run = try Command.run([plan, "--format", "html"], environment: ["SOURCE_DATE_EPOCH": "1795000000"])
    #expect(run.status == 1, "\(run.errorText)")
    return (folder, try folder.write("report.html", run.output), run.outputText)
  }

  @Test func namesStayText() throws {
    let text = try Self.report().text
    #expect(text.contains("Content-Security-Policy"))
    #expect(!text.contains("<script>alert") && !text.contains("<img") && !text.contains("\" onmouseover"))
    #expect(!text.contains("\u{202E}"))
    #expect(text.ranges(of: "<script>").count == 1)
    for mark in ["http://", "https://"] {
      // Links lead nowhere outside; references are shown as text.
      #expect(!text.contains("href=\"\(mark)") && !text.contains("src=\"\(mark)"))
    }
  }

  private static let browser = ["chromium", "chromium-browser", "google-chrome"].lazy.compactMap { Program.path($0) }
    .first

  private static func browse(_ arguments: [String], _ path: String) throws -> (output: String, errors: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: browser ?? "")
    process.arguments =
      ["--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr", "--v=0"] + arguments + [
        "file://\(path)"
      ]
    let output = Pipe()
    let errors = Pipe()
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    let text = output.fileHandleForReading.readDataToEndOfFile()
    let log = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (String(decoding: text, as: UTF8.self), String(decoding: log, as: UTF8.self))
  }

  @Test(.enabled(if: browser != nil, "no chromium is installed"))
  func theScriptRunsUnderThePolicyAndNothingElseDoes() throws {
    let report = try Self.report()
    let page = try Self.browse(["--dump-dom"], report.path)
    // The filter is hidden until the script shows it.
    #expect(page.output.contains("id=\"filter\" role=\"search\">"))
    #expect(page.output.contains("results shown"))
    #expect(!page.errors.contains("CONSOLE"), "\(page.errors)")
  }

  @Test(.enabled(if: browser != nil, "no chromium is installed"))
  func theReportPrints() throws {
    let report = try Self.report()
    let pdf = "\(report.folder.path)/report.pdf"
    let page = try Self.browse(["--print-to-pdf=\(pdf)"], report.path)
    #expect(!page.errors.contains("CONSOLE"), "\(page.errors)")
    #expect(try Project.bytes(pdf).starts(with: Array("%PDF".utf8)))
  }
}
