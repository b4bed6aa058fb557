// PCICheckKit
