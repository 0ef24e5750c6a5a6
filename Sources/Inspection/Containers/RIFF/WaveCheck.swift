// Tells whether a WAV file is whole: its chunks tile it. RF64 (EBU Tech 3306) tells sizes beyond four gigabytes apart.

enum WaveCheck {
    static func completeness(_ reader: ContainerReader) throws(ContainerStop) -> Completeness {
        var reader = reader
        reader.part = "RIFF part"
        let form = try reader.fourCC(at: 0)
        let announced: UInt32 = try reader.littleEndian(at: 4)
        // Written by a program that could not go back and fill in the size.
        if form == "RF64" || announced == 0xFFFF_FFFF || announced == 0 { return .unprovable }
        let riff = try reader.riffChunk(at: 0, limit: reader.size)

        var sound: RIFFChunk?
        var offset = riff.content.lowerBound + 4
        while riff.end - offset >= 8 {
            let chunk = try reader.riffChunk(at: offset, limit: riff.end)
            if chunk.id == "data" { sound = chunk }
            try reader.requireNoHole(in: chunk.start..<chunk.end)
            offset = chunk.next
        }
        guard let sound else { throw .incomplete(.missing(part: "sound ('data')")) }
        guard reader.size <= riff.next else { return .unprovable }
        // Silence is zeros, and so is what was not copied yet.
        let tail = max(sound.content.lowerBound, sound.end - 16)..<sound.end
        return try reader.isZero(tail) ? .unprovable : .whole
    }
}
