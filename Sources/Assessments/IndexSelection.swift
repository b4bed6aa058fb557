/// Some of the places of a list.
struct IndexSelection: Sendable {
  private let isSelected: [Bool]
  let count: Int

  init(_ isSelected: [Bool]) {
    self.isSelected = isSelected
    count = isSelected.count { $0 }
  }

  func contains(_ index: Int) -> Bool { isSelected[index] }
}
