import ProjectConfiguration
import TestSupport
import Testing

/// Where the configuration is looked for.
@Suite struct ConfigurationFinderTests {
  @Test func theNearestFileAboveIsFound() throws {
    let folder = try TemporaryFolder()
    try folder.write("pcicheck.yaml", "version: 1")
    try folder.write("a/b/x", "")
    #expect(ConfigurationFinder.find(from: "\(folder.path)/a/b") == "\(folder.path)/pcicheck.yaml")
    let near = try folder.write("a/pcicheck.yaml", "version: 1")
    #expect(ConfigurationFinder.find(from: "\(folder.path)/a/b") == near)
    #expect(ConfigurationFinder.find(from: "\(folder.path)/a") == near)
  }

  @Test(arguments: [".git/HEAD", ".git"])
  func theRootOfARepositoryEndsTheSearch(_ mark: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("pcicheck.yaml", "version: 1")
    try folder.write("repo/a/x", "")
    try folder.write("repo/\(mark)", "")
    #expect(ConfigurationFinder.find(from: "\(folder.path)/repo/a") == nil)
    let own = try folder.write("repo/pcicheck.yaml", "version: 1")
    #expect(ConfigurationFinder.find(from: "\(folder.path)/repo/a") == own)
  }
}
