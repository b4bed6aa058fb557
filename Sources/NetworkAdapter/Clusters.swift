extension NetworkAdapter {
  mutating func addClusters() {}
}
