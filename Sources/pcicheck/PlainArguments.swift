import PCICheckKit

/// Reads the command lines that most runs have: inputs, and options of a check in their plainest form.
///
/// The library for arguments takes longer to build its tables than the check of a small plan takes. This reader may only
/// agree with it: at anything but a plain line (another command, an option given twice, a value that begins with a dash or
/// is not one of those expected) it gives up and the library reads the line, so that every refusal and all help is the
/// library's.
struct PlainArguments {
  private var request = CheckRequest(inputs: [])
  private let commands: () -> [String]

  /// The check that the arguments behind the program's name ask for, nil if they are not plain.
  ///
  /// - Parameter commands: the names of all commands.
  static func request(
    _ arguments: some Collection<String>, commands: @escaping () -> [String]
  ) -> CheckRequest? {
    var reader = PlainArguments(commands: commands)
    return reader.read(arguments) ? reader.request : nil
  }

  private init(commands: @escaping () -> [String]) { self.commands = commands }

  private mutating func read(_ arguments: some Collection<String>) -> Bool {
    var rest = arguments.makeIterator()
    var next = rest.next()
    if next == "check" { next = rest.next() }
    while let argument = next {
      guard readOne(argument, &rest) else { return false }
      next = rest.next()
    }
    return !request.inputs.isEmpty && misspeltCommand(request.inputs) == nil
  }

  private mutating func readOne(_ argument: String, _ rest: inout some IteratorProtocol<String>) -> Bool {
    guard argument.hasPrefix("-"), argument != "-" else {
      request.inputs.append(argument)
      return isPlain(argument)
    }
    if let isFirst = takeFlag(argument) { return isFirst }
    if argument.hasPrefix("--"), let equals = argument.firstIndex(of: "=") {
      return take(argument[..<equals], String(argument[argument.index(after: equals)...]))
    }
    return rest.next().map { take(argument[...], $0) } ?? false
  }

  /// The library may take the name of a command for the command wherever it stands. No such name has a dot or a slash.
  private func isPlain(_ value: String) -> Bool {
    if value.utf8.contains(where: { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "/") }) { return true }
    return !value.isEmpty && value != "help" && !commands().contains(value)
  }

  /// - Returns: whether the flag is given for the first time, nil if the argument is none.
  private mutating func takeFlag(_ name: String) -> Bool? {
    switch name {
    case "-q", "--quiet": Self.set(&request.isQuiet)
    case "-v", "--verbose": Self.set(&request.isVerbose)
    case "--timings": Self.set(&request.showsTimings)
    case "--allow-incomplete": Self.set(&request.allowIncomplete)
    case "--fail-on-indeterminate": Self.set(&request.settings.failsOnIndeterminate)
    default: nil
    }
  }

  private static func set(_ flag: inout Bool) -> Bool {
    defer { flag = true }
    return !flag
  }

  /// - Returns: whether the option is given for the first time, with a value that it can have.
  private mutating func take(_ name: Substring, _ value: String) -> Bool {
    guard isPlain(value), !value.hasPrefix("-") else { return false }
    switch name {
    case "-f", "--format": return PCICheck.formatNames.contains(value) && Self.set(&request.format, value)
    case "-o", "--output": return Self.set(&request.output, value)
    case "--report": request.reports.append(value)
    case "--source": return Self.set(&request.source, value)
    case "--config": return setConfiguration(value)
    case "--standard": return Self.set(&request.settings.standard, value)
    case "--profile": return Self.set(&request.settings.profile, value)
    case "--rules": request.settings.rules.append(value)
    case "--policies": request.settings.policyFolders.append(value)
    case "--waivers": request.settings.waiverFiles.append(value)
    case "--baseline": return Self.set(&request.settings.baseline, value)
    case "--fail-on": return Self.set(&request.settings.failOn, PCICheck.Severity(rawValue: value))
    case "--gate": return Self.set(&request.settings.gate, PCICheck.GateFindings(rawValue: value))
    default: return false
    }
    return true
  }

  private static func set<Value>(_ option: inout Value?, _ value: Value?) -> Bool {
    guard option == nil, let value else { return false }
    option = value
    return true
  }

  private mutating func setConfiguration(_ path: String) -> Bool {
    guard case .nearest = request.configuration else { return false }
    request.configuration = .file(path)
    return true
  }
}
