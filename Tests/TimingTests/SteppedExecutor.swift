// Runs tasks on the test's own thread and only when told to, so that who comes first is decided by the test.

import Synchronization

/// An executor that does nothing until it is run.
final class SteppedExecutor: TaskExecutor {
    private let jobs = Mutex<[UnownedJob]>([])
    private let (arrivals, arrival) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        jobs.withLock { $0.append(job) }
        arrival.yield()
    }

    /// Runs everything that can go on, in the order in which it came, until all tasks wait for something or are over.
    func run() {
        while let job = jobs.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) {
            job.runSynchronously(on: asUnownedTaskExecutor())
        }
    }

    /// Runs whatever comes until a condition holds.
    func run(until isSo: () -> Bool) async {
        run()
        if isSo() { return }
        for await _ in arrivals {
            run()
            if isSo() { return }
        }
    }
}
