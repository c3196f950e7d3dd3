// SPDX-License-Identifier: Apache-2.0

/// A part of a picture, in any unit.
package struct Rectangle: Sendable, Equatable {
  package var x: Double
  package var y: Double
  package var width: Double
  package var height: Double

  package init(x: Double, y: Double, width: Double, height: Double) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }

  package var area: Double { width * height }
}

/// Fills a rectangle with smaller ones whose areas are as given numbers to each other.
///
/// This is the squarified treemap of Bruls, Huizing and van Wijk: rows of rectangles, each row along the shorter side of
/// the room that is left, with so many rectangles in a row that the longest of them is as close to a square as it can be.
package enum Treemap {
  /// The rectangles of numbers, in their order. A number that is not above 0 has a rectangle without an area.
  ///
  /// Sorts the numbers, and is linear in them otherwise.
  package static func rectangles(_ numbers: [Double], in frame: Rectangle) -> [Rectangle] {
    var rectangles = [Rectangle](
      repeating: Rectangle(x: frame.x, y: frame.y, width: 0, height: 0), count: numbers.count)
    let order = numbers.indices.filter { numbers[$0] > 0 && numbers[$0].isFinite }
      .sorted { (numbers[$1], $0) < (numbers[$0], $1) }
    let sum = order.reduce(0) { $0 + numbers[$1] }
    guard sum > 0, sum.isFinite, frame.area > 0 else { return rectangles }
    let scale = frame.area / sum
    var room = frame
    var begin = 0
    while begin < order.count {
      var row = Row(side: min(room.width, room.height))
      var end = begin
      while end < order.count, row.improves(with: numbers[order[end]] * scale) {
        row.add(numbers[order[end]] * scale)
        end += 1
      }
      let places = order[begin..<end].map { numbers[$0] * scale }
      for (index, place) in zip(order[begin..<end], place(places, sum: row.sum, in: &room)) {
        rectangles[index] = place
      }
      begin = end
    }
    return rectangles
  }

  /// Takes the room for a row from the left side, or from the top if the room is higher than wide.
  private static func place(_ areas: [Double], sum: Double, in room: inout Rectangle) -> [Rectangle] {
    let isColumn = room.width >= room.height
    let side = isColumn ? room.height : room.width
    let thickness = side > 0 ? min(sum / side, isColumn ? room.width : room.height) : 0
    var offset = 0.0
    let row = areas.map { area -> Rectangle in
      let length = min(side * (area / sum), max(0, side - offset))
      defer { offset += length }
      return isColumn
        ? Rectangle(x: room.x, y: room.y + offset, width: thickness, height: length)
        : Rectangle(x: room.x + offset, y: room.y, width: length, height: thickness)
    }
    if isColumn {
      room.x += thickness
      room.width -= thickness
    } else {
      room.y += thickness
      room.height -= thickness
    }
    return row
  }

  /// The rectangles of a row while they are chosen, the largest first.
  private struct Row {
    let side: Double
    private(set) var sum = 0.0
    private var largest = 0.0
    private var smallest = 0.0

    init(side: Double) { self.side = side }

    /// Whether another rectangle makes the row's longest one less long. The first always does.
    func improves(with area: Double) -> Bool {
      sum == 0 || Self.worst(sum + area, largest, area, side) <= Self.worst(sum, largest, smallest, side)
    }

    mutating func add(_ area: Double) {
      if sum == 0 { largest = area }
      smallest = area
      sum += area
    }

    /// The longer side by the shorter one, of the rectangle where that is most.
    private static func worst(_ sum: Double, _ largest: Double, _ smallest: Double, _ side: Double) -> Double {
      let (squareOfSum, squareOfSide) = (sum * sum, side * side)
      return max(squareOfSide * largest / squareOfSum, squareOfSum / (squareOfSide * smallest))
    }
  }
}
