import ArgumentParser
import Diagnostics
import Glibc

/// The error for a format that there is not.
func unknownFormat(_ format: String, _ known: [String]) -> ValidationError {
  let near = nearestName(to: format, among: known).map { "; did you mean `\($0)`?" } ?? ""
  return ValidationError(
    "unknown format `\(safeText(format, limit: 80))`, expected one of: \(known.joined(separator: ", "))\(near)")
}

/// What is probably wrong if the first input is no file: a command's name, misspelt.
func misspeltCommand(_ inputs: [String]) -> ValidationError? {
  guard let first = inputs.first, !first.contains("/"), !first.contains("."), access(first, F_OK) != 0 else {
    return nil
  }
  let names = PCICheckCommand.configuration.subcommands.compactMap { $0.configuration.commandName }
  guard let near = nearestName(to: first, among: names) else { return nil }
  return ValidationError(
    "there is neither a command nor a file `\(safeText(first, limit: 80))`; did you mean `pcicheck \(near)`?")
}
