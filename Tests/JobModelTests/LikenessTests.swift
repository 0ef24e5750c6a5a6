// Which jobs ask for the same, and by what they are found (FOLDER-CONTRACT 5).

import JobModel
import Testing

@Suite struct LikenessTests {
    /// The sample job with one thing changed.
    private func job(
        root: String = "/watch", folder: RelativePath = .root, kind: Job.Kind = .drop, stem: FileName = "clip",
        prompt: [String] = ["brighten it"], sizes: [Int64] = [1_000, 2_000], digests: [String]? = ["d0", "d1"]
    ) -> Job {
        let media = sizes.enumerated().map { number, size in
            Member(name: stem.appending(".\(number).mp4"), role: .media, size: size, contentType: nil)
        }
        let job = Job(
            id: JobID("job-1"), kind: kind, origin: Origin(root: root, folder: folder, stem: stem),
            members: media + [Member(name: "clip.prompt.txt", role: .prompt, size: 40, contentType: nil)],
            plan: Plan(prompt: prompt), language: "en", admitted: Timestamp(milliseconds: 0), take: 1)
        return digests.map { job.identified(by: $0) } ?? job
    }

    @Test func `the same content, steps and folder make the same job, whatever it is called`() {
        let renamed = job(stem: "again (2)")
        #expect(renamed.isSame(as: job()))
        #expect(job().isSame(as: renamed))
        #expect(renamed.likeness == job().likeness)
    }

    @Test func `how a prompt is written down does not matter, only the steps it asks for`() {
        #expect(job(prompt: ["brighten it", "export"]).isSame(as: job()))
        #expect(job(prompt: ["brighten it", "export"]).likeness == job().likeness)
    }

    @Test func `each difference makes another job`() {
        let others = [
            job(root: "/other"), job(folder: RelativePath(["spring"])), job(kind: .followUp),
            job(prompt: ["brighten it."]), job(prompt: ["brighten it", "credits"]), job(prompt: ["Brighten it"]),
            job(sizes: [1_000, 2_001], digests: ["d0", "d2"]), job(sizes: [1_000], digests: ["d0"]),
        ]
        for other in others {
            #expect(other.likeness != job().likeness, "\(other)")
            #expect(!other.isSame(as: job()), "\(other)")
        }
        #expect(Set(others.map(\.likeness)).count == others.count)
    }

    @Test(arguments: [["d0", "other"], ["other", "d1"], ["d1", "d0"]])
    func `the same sizes with other content make another job`(digests: [String]) {
        let other = job(digests: digests)
        #expect(other.likeness == job().likeness, "the search finds it")
        #expect(!other.isSame(as: job()), "the comparison does not")
    }

    @Test func `steps do not run into each other`() {
        #expect(job(prompt: ["ab", "c"]).likeness != job(prompt: ["a", "bc"]).likeness)
        #expect(
            job(root: "/a", folder: RelativePath(["b"])).likeness
                != job(root: "/", folder: RelativePath(["ab"])).likeness)
    }

    @Test func `names are bytes`() throws {
        let composed = job(folder: RelativePath(["caf\u{E9}"]))
        let decomposed = job(folder: RelativePath(["cafe\u{301}"]))
        #expect(!composed.isSame(as: decomposed))
        #expect(composed.likeness != decomposed.likeness)
    }

    @Test func `what has not been read is the same as nothing`() {
        let unread = job(digests: nil)
        #expect(!unread.isIdentified)
        #expect(!unread.isSame(as: job()) && !job().isSame(as: unread) && !unread.isSame(as: unread))
        let halfRead = job(digests: ["d0"])
        #expect(!halfRead.isIdentified)
        #expect(!halfRead.isSame(as: halfRead))
        #expect(unread.likeness == job().likeness)
    }

    @Test func `digests belong to the media, in order, and a prompt has none`() {
        #expect(job().members.map(\.digest) == ["d0", "d1", nil])
        #expect(job().isIdentified)
        #expect(Job.sample(media: []).isIdentified)
    }

    /// It lies in ledgers, so it must not change from one version to the next.
    @Test func `a likeness is the same in every run`() {
        #expect(job().likeness == "f7d810e3488b1dd3")
    }
}
