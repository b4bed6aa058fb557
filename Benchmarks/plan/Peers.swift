/// The programs beside Jansson that pcicheck is measured against, and what on; empty where one is not there.
struct Peers {
  /// A Python with pysimdjson, and the script that asks it.
  private(set) var simdjson: [String] = []
  /// Checkov, and how it is asked for a plan: without what it would fetch from the network.
  private(set) var checkov: [String] = []
  /// Plans of usual size, of which the start is the most.
  private(set) var usual: [String] = []

  init(takingFrom arguments: inout ArraySlice<String>) {
    while let option = arguments.first, option.hasPrefix("--") {
      let values = option == "--simdjson" ? 2 : 1
      let given = Array(arguments.dropFirst().prefix(values))
      arguments = arguments.dropFirst(1 + values)
      switch option {
      case "--simdjson": simdjson = given
      case "--usual": usual += given
      case "--checkov":
        checkov = given + ["--framework", "terraform_plan", "--compact", "--quiet", "--skip-download"]
      default: break
      }
    }
  }
}
