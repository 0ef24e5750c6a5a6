// A timeline as it goes over the wire: short keys, 64-bit ids, and a number no `Double` can carry (PROTOCOL 4 and 9).

import Foundation

/// The text of a draft. A client has to hand it back byte by byte; one that decodes and re-encodes it is found out by
/// the order of its keys, its ids above 2^53, and `speed`, which has more digits than a `Double`.
enum DraftText {
    /// One; written so that decoding it loses digits.
    private static let speed = JSONValue.raw("1.00000000000000000001")

    static func of(_ timeline: Timeline) -> String {
        var tracks: [JSONValue] = [track(0, timeline.id &+ 1, timeline.picture.map { segment($0, timeline) })]
        if !timeline.sounds.isEmpty { tracks.append(track(1, timeline.id &+ 2, timeline.sounds.map(segment))) }
        if !timeline.titles.isEmpty { tracks.append(track(7, timeline.id &+ 3, timeline.titles.map(segment))) }
        let canvas: JSONValue = [
            "w": .integer(Int64(timeline.canvas.width)), "h": .integer(Int64(timeline.canvas.height)),
            "fps": .string(timeline.canvas.rate.text),
        ]
        let draft: JSONValue = [
            "v": "2.1", "id": .integer(timeline.id), "rev": .integer(Int64(timeline.revision)), "canvas": canvas,
            "t": .array(tracks),
        ]
        return draft.text
    }

    private static func track(_ type: Int64, _ id: Int64, _ segments: [JSONValue]) -> JSONValue {
        ["tt": .integer(type), "id": .integer(id), "sg": .array(segments)]
    }

    private static func segment(_ segment: PictureSegment, _ timeline: Timeline) -> JSONValue {
        let name = segment.isAsRecorded || segment.isStill ? segment.name : "\(segment.name) (extended)"
        return [
            "id": .integer(segment.id),
            "d": .integer(Int64(timeline.canvas.rate.milliseconds(ofFrames: segment.frames))),
            "m": ["name": .string(name), "volume": 1],
            "src": .integer(segment.media), "file": .string(segment.name),
            "base": [.integer(Int64(segment.base.lowerBound)), .integer(Int64(segment.base.upperBound))],
            "in": .integer(Int64(segment.start)), "fr": .integer(Int64(segment.frames)),
            "still": .bool(segment.isStill), "speed": speed,
        ]
    }

    private static func segment(_ segment: SoundSegment) -> JSONValue {
        [
            "id": .integer(segment.id), "d": .integer(Int64(segment.milliseconds)),
            "m": ["name": .string(segment.name), "volume": .double(segment.volume)],
            "src": .integer(segment.media), "len": .integer(Int64(segment.available)),
        ]
    }

    private static func segment(_ segment: TitleSegment) -> JSONValue {
        [
            "id": .integer(segment.id), "d": .integer(Int64(segment.milliseconds)),
            "m": ["text": .string(segment.text)],
        ]
    }
}

extension DraftText {
    /// Reads back a draft this backend wrote.
    /// - Throws: `DecodingError` for anything else.
    static func timeline(of text: String) throws -> Timeline {
        let draft = try JSONDecoder().decode(Draft.self, from: Data(text.utf8))
        var timeline = Timeline(
            id: draft.id, revision: draft.rev,
            canvas: Canvas(width: draft.canvas.w, height: draft.canvas.h, rate: draft.canvas.fps), picture: [])
        for track in draft.t {
            switch track.tt {
            case 0: timeline.picture = try track.sg.map { try $0.picture }
            case 1: timeline.sounds = try track.sg.map { try $0.sound }
            default: timeline.titles = try track.sg.map { try $0.title }
            }
        }
        return timeline
    }

    private struct Draft: Decodable {
        struct Frame: Decodable {
            var w: Int
            var h: Int
            var fps: FrameRate
        }
        struct Track: Decodable {
            var tt: Int
            var sg: [Segment]
        }
        var id: Int64
        var rev: Int
        var canvas: Frame
        var t: [Track]
    }

    private struct Segment: Decodable {
        struct Metadata: Decodable {
            var name: String?
            var text: String?
            var volume: Double?
        }
        enum CodingKeys: String, CodingKey { case id, d, m, src, file, base, `in`, fr, still, len }
        var id: Int64
        var d: Int
        var m: Metadata
        var src: Int64?
        var file: String?
        var base: [Int]?
        var `in`: Int?
        var fr: Int?
        var still: Bool?
        var len: Int?

        var picture: PictureSegment {
            get throws {
                guard let src, let file, let base, base.count == 2, base[0] <= base[1], let start = `in`, let fr
                else { throw incomplete }
                return PictureSegment(
                    id: id, media: src, name: file, base: base[0]..<base[1], start: start, frames: fr,
                    isStill: still ?? false)
            }
        }

        var sound: SoundSegment {
            get throws {
                guard let src, let len, let name = m.name, let volume = m.volume else { throw incomplete }
                return SoundSegment(
                    id: id, media: src, name: name, available: len, milliseconds: d, volume: volume)
            }
        }

        var title: TitleSegment {
            get throws {
                guard let text = m.text else { throw incomplete }
                return TitleSegment(id: id, text: text, milliseconds: d)
            }
        }

        private var incomplete: DecodingError {
            .dataCorrupted(.init(codingPath: [], debugDescription: "segment \(id) lacks what its track needs"))
        }
    }
}
