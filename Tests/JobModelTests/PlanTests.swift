// Which steps a prompt becomes, and where the export goes that follows anyway.

import JobModel
import Testing

@Suite struct PlanTests {
    @Test(
        arguments: [
            ([], []),
            (["brighten it"], [.message("brighten it"), .export]),
            (["brighten it", "export"], [.message("brighten it"), .export]),
            (["brighten it", "add music"], [.message("brighten it"), .message("add music"), .export]),
            (
                ["brighten it", "export", "add music"],
                [.message("brighten it"), .export, .message("add music"), .export]
            ),
            (["brighten it", "export", "credits"], [.message("brighten it"), .export, .credits]),
            (["brighten it", "credits"], [.message("brighten it"), .credits, .export]),
            (["export", "brighten it"], [.export, .message("brighten it"), .export]),
            (["export"], [.export]),
            (["export", "export"], [.export, .export]),
            (["credits"], [.credits]),
            (["status", "upload"], [.status, .upload]),
        ] as [([String], [PlanStep])])
    func `a message is always followed by an export, a command by nothing`(prompt: [String], steps: [PlanStep]) {
        #expect(Plan(prompt: prompt).steps == steps)
    }

    @Test func `it is known whether anything is said to the editor's AI`() {
        #expect(Plan(prompt: ["credits", "brighten it", "add music"]).hasMessages)
        #expect(!Plan(prompt: ["credits"]).hasMessages)
        #expect(!Plan(prompt: ["upload", "export"]).hasMessages)
    }

    @Test(arguments: [-1, 1, .max, .min])
    func `beyond its ends a plan has no step`(step: Int) {
        #expect(Plan(prompt: ["credits"])[step] == nil)
    }
}
