import Diagnostics
import Documents
import Glibc
import Values

/// A fixture's resources again and again, each copy in a module of its own, as large plans repeat themselves.
struct ScaledPlan {
  private let arena: ValueArena
  private let root: NodeID
  private let changes: NodeRange
  private let count: Int

  var resourcesInFixture: Int { changes.count }

  init(fixture: String, count: Int) throws {
    var builder = ValueArenaBuilder()
    root = try JSONReader.read(try readInput(fixture), into: &builder)
    arena = builder.build()
    changes = arena.children(root, of: "resource_changes")
    self.count = count
  }

  func write(to path: String) throws {
    var writer = JSONWriter()
    let copies = (count + changes.count - 1) / max(1, changes.count)
    writer.object { writer in
      writer.member("format_version", arena.string(root, "format_version"))
      writer.member("terraform_version", arena.string(root, "terraform_version"))
      writer.member("complete", true)
      writer.member("errored", false)
      plannedValues(copies: copies, &writer)
      writer.name("resource_changes")
      writer.array { writer in
        var left = count
        for copy in 0..<copies {
          for change in changes where left > 0 {
            left -= 1
            self.change(change, copy: copy, &writer)
          }
        }
      }
      configuration(copies: copies, &writer)
    }
    let file = fopen(path, "wb")
    guard let file, fwrite(writer.bytes, 1, writer.bytes.count, file) == writer.bytes.count, fclose(file) == 0 else {
      throw Diagnostic(.error, "cannot be written", at: SourceLocation(file: path))
    }
  }

  private func change(_ change: NodeID, copy: Int, _ writer: inout JSONWriter) {
    let module = arena.string(change, "module_address").map { ".\($0)" } ?? ""
    writer.object { writer in
      for member in arena.children(change) {
        guard let name = arena.keyName(member), name != "module_address" else { continue }
        writer.name(name)
        if name == "address" {
          writer.value("module.copy\(copy).\(arena.string(member) ?? "")")
        } else {
          writer.json(String(decoding: arena.json(member), as: UTF8.self))
        }
      }
      writer.member("module_address", "module.copy\(copy)\(module)")
    }
  }

  /// Terraform says here, before the changes, what a resource will be as well; checkers that do not read the changes need it.
  private func plannedValues(copies: Int, _ writer: inout JSONWriter) {
    guard let module = arena.member(root, at: "planned_values", "root_module") else { return }
    writer.name("planned_values")
    writer.object { writer in
      writer.name("root_module")
      writer.object { writer in
        writer.name("child_modules")
        writer.array { writer in
          for copy in 0..<copies { plannedModule(module, copy: copy, address: "module.copy\(copy)", &writer) }
        }
      }
    }
  }

  private func plannedModule(_ module: NodeID, copy: Int, address: String, _ writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("address", address)
      writer.name("resources")
      writer.array { writer in
        for resource in arena.children(module, of: "resources") { plannedResource(resource, copy: copy, &writer) }
      }
      writer.name("child_modules")
      writer.array { writer in
        for child in arena.children(module, of: "child_modules") {
          let address = "module.copy\(copy).\(arena.string(child, "address") ?? "")"
          plannedModule(child, copy: copy, address: address, &writer)
        }
      }
    }
  }

  private func plannedResource(_ resource: NodeID, copy: Int, _ writer: inout JSONWriter) {
    writer.object { writer in
      for member in arena.children(resource) {
        guard let name = arena.keyName(member) else { continue }
        writer.name(name)
        if name == "address" {
          writer.value("module.copy\(copy).\(arena.string(member) ?? "")")
        } else {
          writer.json(String(decoding: arena.json(member), as: UTF8.self))
        }
      }
    }
  }

  private func configuration(copies: Int, _ writer: inout JSONWriter) {
    guard let module = arena.member(root, at: "configuration", "root_module") else { return }
    let text = String(decoding: arena.json(module), as: UTF8.self)
    writer.name("configuration")
    writer.object { writer in
      writer.name("root_module")
      writer.object { writer in
        writer.name("module_calls")
        writer.object { writer in
          for copy in 0..<copies {
            writer.name("copy\(copy)")
            writer.object { writer in
              writer.member("source", "./module")
              writer.name("module")
              writer.json(text)
            }
          }
        }
      }
    }
  }
}
