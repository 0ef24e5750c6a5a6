// Names in the order in which people count: files that came in the same moment are taken as a folder's window shows them.

import JobModel

extension FileName {
    /// Whether this name comes before another: `clip 9` before `clip 10`. Where nothing but leading zeros differs, by
    /// bytes.
    func precedesNaturally(_ other: FileName) -> Bool {
        var (one, two) = (bytes[...], other.bytes[...])
        while let first = one.first, let second = two.first {
            if first.isDigit, second.isDigit {
                let (number, otherNumber) = (one.popNumber(), two.popNumber())
                if number.count != otherNumber.count { return number.count < otherNumber.count }
                if !number.elementsEqual(otherNumber) { return number.lexicographicallyPrecedes(otherNumber) }
            } else {
                if first != second { return first < second }
                one.removeFirst()
                two.removeFirst()
            }
        }
        if one.isEmpty != two.isEmpty { return one.isEmpty }
        return bytes.lexicographicallyPrecedes(other.bytes)
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
}

extension ArraySlice<UInt8> {
    /// Takes the digits at the front, and gives them without their leading zeros.
    fileprivate mutating func popNumber() -> ArraySlice<UInt8> {
        let digits = prefix(while: \.isDigit)
        removeFirst(digits.count)
        return digits.drop { $0 == UInt8(ascii: "0") }
    }
}
