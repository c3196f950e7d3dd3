// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import Testing
import metadata_dump

/// The layout of treemaps.
@Suite struct TreemapTests {
  private static let frame = Rectangle(x: 10, y: 20, width: 1000, height: 420)

  private static let lists: [[Double]] = {
    var generator = SeededGenerator(seed: 7)
    let random = (1...20).map { count in
      (0..<count * 10).map { _ in Double.random(in: 0..<1, using: &generator) * 1e18 }
    }
    return random + [[1], [1, 1], [6, 6, 4, 3, 2, 2, 1], [1e18, 1], [1, 0, 2, 0], (0..<200).map(Double.init)]
  }()

  @Test(arguments: lists) func areasAreInProportion(_ numbers: [Double]) {
    let rectangles = Treemap.rectangles(numbers, in: Self.frame)
    #expect(rectangles.count == numbers.count)
    let sum = numbers.reduce(0, +)
    for (number, rectangle) in zip(numbers, rectangles) {
      let expected = number / sum * Self.frame.area
      #expect(abs(rectangle.area - expected) < 1e-3)
    }
  }

  @Test(arguments: lists) func rectanglesAreInsideAndApart(_ numbers: [Double]) {
    let rectangles = Treemap.rectangles(numbers, in: Self.frame).filter { $0.area > 0 }
    for (index, first) in rectangles.enumerated() {
      #expect(overlap(first, Self.frame) > first.area - 1e-3)
      let others = rectangles[(index + 1)...]
      #expect(others.allSatisfy { overlap(first, $0) < 1e-3 })
    }
  }

  /// The area that two rectangles share.
  private func overlap(_ first: Rectangle, _ second: Rectangle) -> Double {
    let width = min(first.x + first.width, second.x + second.width) - max(first.x, second.x)
    let height = min(first.y + first.height, second.y + second.height) - max(first.y, second.y)
    return max(0, width) * max(0, height)
  }

  /// The example of the paper that describes the layout.
  @Test func rectanglesAreAsSquareAsThePaperSays() {
    let rectangles = Treemap.rectangles([6, 6, 4, 3, 2, 2, 1], in: Rectangle(x: 0, y: 0, width: 6, height: 4))
    #expect(rectangles[0] == Rectangle(x: 0, y: 0, width: 3, height: 2))
    #expect(rectangles[1] == Rectangle(x: 0, y: 2, width: 3, height: 2))
    #expect(abs(rectangles[2].width - 1.714285714) < 1e-6)
    #expect(abs(rectangles[2].height - 2.333333333) < 1e-6)
  }

  @Test func whatHasNoAreaHasNoRectangle() {
    for numbers in [[], [0], [0, -1], [.nan, .infinity]] as [[Double]] {
      #expect(Treemap.rectangles(numbers, in: Self.frame).allSatisfy { $0.area == 0 })
    }
    let flat = Rectangle(x: 0, y: 0, width: 0, height: 5)
    #expect(Treemap.rectangles([1, 2], in: flat).allSatisfy { $0.area == 0 })
  }
}
