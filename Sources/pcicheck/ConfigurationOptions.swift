import ArgumentParser
import PCICheckKit

/// The options that say which configuration file is read.
struct ConfigurationOptions: ParsableArguments {
  @Option(
    help: "The project's configuration (default: pcicheck.yaml, here or in a folder above).", completion: .file())
  var config: String?

  @Flag(help: "Read no configuration file.")
  var noConfig = false

  var choice: ConfigurationChoice { config.map { .file($0) } ?? (noConfig ? .none : .nearest) }

  func validate() throws {
    if noConfig, config != nil { throw ValidationError("--config and --no-config exclude each other") }
  }
}
