import Assessments
import Diagnostics
import ResourceGraph
import Values

/// Writes a rule's example into the manifest of a failing Kubernetes object, or into a Compose file.
struct ManifestFix {
  private let subject: FixSubject
  private let examples: [ManifestText]
  private let container: ManifestContainer?

  private var resource: Resource { subject.resource }
  private var graph: ResourceGraph { subject.graph }

  /// - Parameter examples: alternatives, of which the one is taken that fits.
  init(subject: FixSubject, examples: [ManifestText]) {
    self.subject = subject
    self.examples = examples
    container = PodSpec.path(of: subject.resource.type).flatMap { ManifestContainer(subject, $0) }
  }

  func hint() -> FixHint? {
    guard withoutSecrets(resource.address) == resource.address, let example = fitting,
      var lines = ManifestNames(subject).written(into: example.lines)
    else { return nil }
    let text = ManifestText(lines: lines)
    let change: FixHint.Change?
    switch place(of: example) {
    case .own: change = added(text)
    case .compose: change = changed(lines)
    case .object: change = object(text)
    case .pod:
      lines = renamed(text.members(of: "spec"), podPath.joined(separator: ".") + ".")
      change = pod(lines)
    case .container:
      guard let container = differing(lines) ?? container else { return nil }
      lines = renamed(lines, "\(container.path).")
      change = pod(["\(container.list):", "  - name: \(YAMLScalar.text(container.name))"] + lines.map { "    \($0)" })
    }
    return change.map { FixHint(language: .yaml, changes: [$0], placeholders: []) }
  }

  /// Where the members of an example belong.
  private enum Place {
    /// An object of its own.
    case own
    case compose
    case object
    case pod
    case container
  }

  private func place(of example: ManifestText) -> Place {
    if resource.type.hasPrefix("Compose") { return .compose }
    if example.has("kind") { return example.has("metadata") ? .own : .object }
    guard PodSpec.path(of: resource.type) != nil, example.firstKey != "metadata" else { return .object }
    return example.firstKey == "spec" ? .pod : .container
  }

  private var podPath: [String] { PodSpec.path(of: resource.type) ?? [] }

  private var kind: String { String(resource.type.prefix { $0 != "." }) }

  // MARK: Choice

  /// Of the alternatives for the kind, the first whose first members the object has, and says otherwise; if it has none of
  /// them, the first.
  private var fitting: ManifestText? {
    var best: (example: ManifestText, fit: Int)?
    for example in examples {
      let place = place(of: example)
      if place == .object, let wanted = example.value(of: "kind"), wanted != kind { continue }
      let fit = fit(example, place)
      if best.map({ fit > $0.fit }) ?? true { best = (example, fit) }
    }
    return best?.example
  }

  private func fit(_ example: ManifestText, _ place: Place) -> Int {
    switch place {
    case .own: 0
    case .object: fit(example.without(["apiVersion", "kind"]), resource.values)
    case .compose:
      example.firstKey == "services"
        ? fit(ManifestText(lines: example.members(of: "services")).members(of: "NAME"), resource.values) : 0
    case .pod: fit(example.members(of: "spec"), graph.arena.node(podPath, below: resource.values))
    case .container: fit(example.lines, (differing(example.lines) ?? container)?.node)
    }
  }

  /// 1 for what the object says otherwise, -1 for what it says already, 0 for what it does not say.
  private func fit(_ lines: [String], _ root: NodeID?) -> Int {
    guard var node = root else { return 0 }
    let (names, value) = ManifestText.path(lines)
    for name in names {
      guard let next = graph.arena.member(node, name) else { return 0 }
      node = graph.arena.resolved(next)
    }
    if let value, graph.arena.isScalar(node, value) { return -1 }
    return names.isEmpty ? 0 : 1
  }

  // MARK: Texts

  /// A new object in the namespace of the failing one, or in the failing one if it is a namespace.
  private func added(_ text: ManifestText) -> FixHint.Change? {
    guard let kind = text.value(of: "kind"),
      let name = ManifestText(lines: text.members(of: "metadata")).value(of: "name")
    else { return nil }
    var lines = text.lines
    let namespace = resource.type == "Namespace" ? resource.name : resource.namespace ?? "default"
    if let metadata = lines.firstIndex(of: "metadata:") {
      lines.insert("  namespace: \(YAMLScalar.text(namespace))", at: metadata + 1)
    }
    return FixHint.Change(
      action: .add, address: "\(kind)/\(namespace)/\(name)", place: subject.place, text: Self.joined(lines))
  }

  /// Members of the object.
  private func object(_ text: ManifestText) -> FixHint.Change {
    let members = renamed(text.without(["apiVersion", "kind", "metadata"]), "")
    return changed(head(text.value(of: "apiVersion"), text.members(of: "metadata")) + members)
  }

  /// Lines of the pod's spec, with the object around them.
  private func pod(_ lines: [String]) -> FixHint.Change {
    var text = head(nil, [])
    for (depth, name) in podPath.enumerated() { text.append(Self.indent(depth) + "\(name):") }
    return changed(text + lines.map { Self.indent(podPath.count) + $0 })
  }

  private func changed(_ lines: [String]) -> FixHint.Change {
    FixHint.Change(action: .change, address: resource.address, place: subject.place, text: Self.joined(lines))
  }

  /// What says which object it is, with what is to be changed there.
  private func head(_ version: String?, _ metadata: [String]) -> [String] {
    var lines: [String] = []
    if let version = version ?? graph.arena.string(resource.values, "apiVersion") {
      lines.append("apiVersion: \(YAMLScalar.text(version))")
    }
    lines.append("kind: \(YAMLScalar.text(kind))")
    var members: [String] = []
    // A file of settings for a component has no name.
    if graph.arena.node(["metadata", "name"], below: resource.values) != nil {
      members.append("name: \(YAMLScalar.text(resource.name))")
    }
    if let namespace = resource.namespace, !metadata.contains(where: { $0.hasPrefix("namespace:") }) {
      members.append("namespace: \(YAMLScalar.text(namespace))")
    }
    members += metadata
    return members.isEmpty ? lines : lines + ["metadata:"] + members.map { "  \($0)" }
  }

  /// The elements of lists under the names of those that the verdict rests on.
  private func renamed(_ lines: [String], _ base: String) -> [String] {
    var result = lines
    for (index, line) in lines.enumerated() {
      guard let range = line.firstRange(of: "- name: "), line[..<range.lowerBound].allSatisfy({ $0 == " " }),
        let list = ManifestText.list(of: index, in: lines),
        let element = subject.readElement(of: base + list.joined(separator: ".")),
        let name = graph.arena.string(element, "name"), withoutSecrets(name) == name
      else { continue }
      result[index] = line[..<range.upperBound] + YAMLScalar.text(name)
    }
    return result
  }

  /// The first container that says the opposite of a truth value: where one may say it for the pod or for each container,
  /// the evidence does not begin with the one that overrides the pod.
  private func differing(_ lines: [String]) -> ManifestContainer? {
    let (names, value) = ManifestText.path(lines)
    guard value == "false" || value == "true" else { return nil }
    return ManifestContainer.all(of: subject, podPath).first { container in
      guard let node = graph.arena.node(names, below: container.node), graph.arena[node].kind == .bool else {
        return false
      }
      return graph.arena[node].boolValue == (value == "false")
    }
  }

  private static func joined(_ lines: [String]) -> String { lines.map { $0 + "\n" }.joined() }

  private static func indent(_ depth: Int) -> String { String(repeating: "  ", count: depth) }
}
