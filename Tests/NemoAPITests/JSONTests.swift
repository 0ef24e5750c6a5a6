// The draft's bytes come out of an answer untouched, and no JSON however odd does harm.

import NemoAPI
import Testing

struct JSONTests {
    /// Drafts that decoding and encoding again would change.
    static let drafts = [
        #"{"t":[{"tt":0,"sg":[{"d":60000}]}]}"#,
        #"{ "b" : 1 ,  "a" : 2 }"#,
        "{\n\t\"id\": 9223372036854775807,\n\t\"big\": 123456789012345678901234567890\n}",
        #"{"x":0.1000000000000000055511151231257827021181583404541015625,"y":1E+02,"z":-0.0,"w":1.50}"#,
        #"{"s":"\u00e9\ud83c\udfac\/\\\"\b\f\n\r\t","t":"é🎬/","":{"":[]}}"#,
        #"{"dup":1,"dup":2}"#,
        #"{"draft":{"draft":"}]\"{["}}"#,
        "[]", "\"text\"", "0", "false",
        String(repeating: "[", count: 200) + String(repeating: "]", count: 200),
    ]

    @Test(arguments: drafts)
    func `a draft is cut out as it came`(_ draft: String) throws {
        let answer =
            #"  {"code":0,"data":{"draft":null,"state":{"draft_id":{"draft":1}, "draft" : \#(draft)  ,"z":[{}]}},"draft":2} "#
        let cut = try RawJSON.cut(["data", "state", "draft"], from: Array(answer.utf8))
        #expect(cut.map { String(decoding: $0.bytes, as: UTF8.self) } == draft)
    }

    @Test func `bytes that are not UTF-8 stay in a draft`() throws {
        let draft = Array("{\"n\":\"a".utf8) + [0xFF, 0xFE] + Array("\"}".utf8)
        let cut = try RawJSON.cut(["draft"], from: Array("{\"draft\":".utf8) + draft + Array("}".utf8))
        #expect(cut?.bytes == draft)
    }

    @Test(arguments: [
        #"{}"#, #"{"data":null}"#, #"{"data":{"state":[]}}"#, #"{"data":{"state":{"draft":null}}}"#, #"[{"data":1}]"#,
        "7",
    ])
    func `a draft that is not there is none`(_ answer: String) throws {
        #expect(try RawJSON.cut(["data", "state", "draft"], from: Array(answer.utf8)) == nil)
    }

    @Test func `of a key that stands twice the last counts, for both ways of reading`() throws {
        let answer = Array(#"{"a":{"b":1},"a":{"b":2}}"#.utf8)
        #expect(try RawJSON.cut(["a", "b"], from: answer)?.bytes == Array("2".utf8))
        #expect(try JSONValue(parsing: answer)[path: "a", "b"]?.integer == 2)
    }

    @Test func `an escaped key is found`() throws {
        #expect(try RawJSON.cut(["draft"], from: Array(#"{"dr\u0061ft":1}"#.utf8))?.bytes == Array("1".utf8))
    }

    static let malformed: [(String, JSONError.Reason)] = [
        ("", .endedEarly), (" ", .endedEarly), ("{", .endedEarly), ("{\"a\"", .endedEarly), ("{\"a\":", .endedEarly),
        ("[1", .endedEarly), ("[1,]", .badNumber), ("{\"a\":1,}", .unexpectedByte), ("\"a", .endedEarly),
        ("\"a\\", .endedEarly),
        ("tru", .endedEarly), ("trUe", .unexpectedByte), ("01", .trailingBytes), ("1.", .endedEarly),
        ("-", .endedEarly),
        ("1e", .endedEarly), ("+1", .badNumber), (".5", .badNumber), ("NaN", .badNumber), ("{a:1}", .unexpectedByte),
        ("1 2", .trailingBytes), ("\"\\x\"", .badEscape), ("\"\\u12\"", .badEscape), ("\"\\uzzzz\"", .badEscape),
        (String(repeating: "[", count: 100_000), .nestedTooDeep),
        (String(repeating: "{\"a\":", count: 100_000), .nestedTooDeep),
    ]

    @Test(arguments: malformed)
    func `what is no JSON is refused with a reason`(_ text: String, _ reason: JSONError.Reason) {
        #expect { try JSONValue(parsing: Array(text.utf8)) } throws: { ($0 as? JSONError)?.reason == reason }
    }

    @Test func `every cut of a text is refused and none does harm`() throws {
        let text = Array(#"{"a":[1,-2.5e3,"x\u0041\n",true,null],"b":{"c":"é"}}"#.utf8)
        for count in 0..<text.count {
            #expect(throws: JSONError.self) { try JSONValue(parsing: Array(text[..<count])) }
            #expect(throws: JSONError.self) { try RawJSON(Array(text[..<count])) }
        }
        #expect(try JSONValue(parsing: text).bytes == Array(#"{"a":[1,-2.5e3,"xA\n",true,null],"b":{"c":"é"}}"#.utf8))
    }

    @Test(arguments: [
        (#""\ud83c\udfac""#, "🎬"), (#""\ud83c""#, "\u{FFFD}"), (#""\udfac!""#, "\u{FFFD}!"),
        (#""\ud83cx""#, "\u{FFFD}x"),
        (#""\ud83c\u0041""#, "\u{FFFD}A"), (#""\/\\\"""#, "/\\\""), (#""""#, ""),
    ])
    func `escapes are read`(_ json: String, _ text: String) throws {
        #expect(try JSONValue(parsing: Array(json.utf8)).text == text)
    }

    @Test(arguments: ["", "a\"b\\c", "line\nline\r\ttab", "\u{0}\u{1F}\u{7F}", "é🎬\u{2028}", "{\"}"])
    func `written text reads back`(_ text: String) throws {
        #expect(try JSONValue(parsing: JSONValue.string(text).bytes).text == text)
    }

    @Test func `numbers may come as text, and what does not fit is none`() throws {
        let value = try JSONValue(
            parsing: Array(#"{"a":"12","b":12.0,"c":1e999,"d":"x","e":99999999999999999999}"#.utf8))
        #expect(value["a"]?.integer == 12 && value["b"]?.integer == 12)
        #expect(value["c"]?.number == nil && value["d"]?.number == nil && value["e"]?.integer == nil)
        #expect(value["e"]?.label == "99999999999999999999")
    }
}
