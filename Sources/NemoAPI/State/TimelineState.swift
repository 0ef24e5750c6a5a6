// A session's state as it was read: what was edited so far, and how to tell whether that has changed.

import Crypto
import JobModel

/// One reading of a session's state (PROTOCOL 4, "state").
package struct TimelineState: Hashable, Sendable {
    /// The draft as it came; `nil` when there is none yet. Exports send exactly these bytes.
    package let draft: RawJSON?
    /// Whether the draft may be written down: a backend that repeats the token in it must not have it kept.
    package let isFitToKeep: Bool
    /// How many clips have been uploaded; tells whether an upload whose answer was lost has arrived.
    package let videoCount: Int
    /// How many media the backend has generated.
    package let generatedCount: Int
    /// The canvas in pixels, where the state tells.
    package let canvas: Canvas?
    /// For the registration link, when the answer named it.
    package let bindID: String?
    /// Equal for two readings between which nothing was edited or generated (PROTOCOL 5).
    package let digest: StateDigest
    /// The draft decoded, to look into and to tell people of.
    package let timeline: Timeline

    package struct Canvas: Hashable, Sendable {
        package let width: Int
        package let height: Int
    }

    /// Reads the answer of the state call: the state under `data.state`, else `state`, else `data`.
    /// - Parameter redaction: applied to what is shown of the draft, never to the draft itself.
    /// - Throws: ``JSONError``
    package init(answer: [UInt8], redaction: Redaction = Redaction()) throws(JSONError) {
        let json = try JSONValue(parsing: answer)
        let path = [["data", "state"], ["state"], ["data"]].first { path in
            path.reduce(json as JSONValue?) { $0?[$1] }?.isObject == true
        }
        let state = path?.reduce(json as JSONValue?) { $0?[$1] } ?? .null
        draft = try path.flatMap { path throws(JSONError) in try RawJSON.cut(path + ["draft"], from: answer) }
        videoCount = state["video_infos"]?.entryCount ?? 0
        generatedCount = state["generated_media"]?.entryCount ?? 0
        canvas = state["canvas_config"].flatMap(Canvas.init)
        bindID = json.bindID
        let decoded = state["draft"] ?? .null
        digest = StateDigest(draft: decoded, generatedCount: generatedCount)
        var holdsSecret = draft.map { redaction.isSecretIn(String(decoding: $0.bytes, as: UTF8.self)) } ?? false
        _ = decoded.mappingTexts { text in
            holdsSecret = holdsSecret || redaction.isSecretIn(text)
            return text
        }
        isFitToKeep = !holdsSecret
        timeline = Timeline(draft: decoded.mappingTexts(redaction.hiding))
    }
}

extension TimelineState.Canvas {
    fileprivate init?(_ value: JSONValue) {
        guard let width = value["width"]?.integer ?? value["w"]?.integer,
            let height = value["height"]?.integer ?? value["h"]?.integer,
            let width = Int(exactly: width), let height = Int(exactly: height), width > 0, height > 0
        else { return nil }
        self.init(width: width, height: height)
    }
}

extension JSONValue {
    /// How many entries a list has, or an object that is used as one.
    fileprivate var entryCount: Int {
        if case .object(let members) = self { members.count } else { elements.count }
    }
}

extension JSONValue {
    /// The same value with each text in it replaced.
    fileprivate func mappingTexts(_ change: (String) -> String) -> JSONValue {
        switch self {
        case .string(let text): .string(change(text))
        case .array(let elements): .array(elements.map { $0.mappingTexts(change) })
        case .object(let members):
            .object(members.map { Member(key: $0.key, value: $0.value.mappingTexts(change)) })
        default: self
        }
    }
}
