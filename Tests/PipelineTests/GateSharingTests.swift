// The gates as the jobs of a daemon share them.

import JobModel
import Synchronization
import TestSupport
import Testing
import Timing

@testable import NemoAPI
@testable import Pipeline

@Suite(.timeLimit(.minutes(5)))
struct GateSharingTests {
    /// A backend that is asked for nothing but the balance.
    private final class Till: Sendable {
        private let state = Mutex<(reads: Int, answers: [Result<Double, APIFailure>])>((0, []))

        init(_ answers: [Result<Double, APIFailure>]) { state.withLock { $0.answers = answers } }

        var reads: Int { state.withLock { $0.reads } }

        func read() throws(APIFailure) -> Balance {
            let answer = state.withLock { state in
                state.reads += 1
                return state.answers.isEmpty ? .success(0) : state.answers.removeFirst()
            }
            return Balance(available: try answer.get(), frozen: 2, total: 0)
        }
    }

    private let time = ManualTimekeeper()
    private let account = AccountID("account")
    private static let refused = APIFailure(call: .message, kind: .outOfCredits(bindID: nil), status: 200)

    private func gates(_ accounts: [Account] = [], _ till: Till = Till([])) -> CallGates {
        CallGates(
            settings: GateSettings(), accounts: accounts, time: time.timekeeper, random: SeededGenerator(seed: 5)
        ) { () throws(APIFailure) in try till.read() }
    }

    private func pass(_ gates: CallGates, _ call: APICall, _ account: AccountID?) async throws -> CallPass {
        let admission = await gates.admission(of: call, account: account)
        guard case .go(let pass) = admission else { throw Refused(admission: admission) }
        return pass
    }

    private struct Refused: Error { let admission: Admission }

    private func breakDown(_ gates: CallGates) async throws {
        var passes: [CallPass] = []
        for _ in 0..<5 { passes.append(try await pass(gates, .state, account)) }
        for pass in passes { gates.note(pass, APIFailure(call: .state, kind: .notConnected)) }
    }

    /// What a hundred jobs are told that ask at once.
    private func hundred(_ gates: CallGates, _ call: APICall) async -> [Admission] {
        await withTaskGroup(of: Admission.self) { group in
            for _ in 0..<100 { group.addTask { await gates.admission(of: call, account: account) } }
            return await group.reduce(into: []) { $0.append($1) }
        }
    }

    private func passes(_ admissions: [Admission]) -> [CallPass] {
        admissions.compactMap { if case .go(let pass) = $0 { pass } else { nil } }
    }

    @Test func `of a hundred jobs that ask at once one is the probe`() async throws {
        let gates = gates()
        try await breakDown(gates)
        #expect(passes(await hundred(gates, .state)).isEmpty)
        time.advance(by: .seconds(30))
        #expect(passes(await hundred(gates, .state)).count == 1)
    }

    @Test func `accounts do not hold each other up, nor those who have none yet`() async throws {
        let gates = gates()
        try await breakDown(gates)
        _ = try await pass(gates, .state, AccountID("other"))
        _ = try await pass(gates, .openSession, nil)
    }

    @Test func `of a hundred jobs without credits one reads the balance, and one is let through`() async throws {
        let till = Till([.success(0), .success(40)])
        let gates = gates([], till)
        gates.note(try await pass(gates, .message, account), .refused(Self.refused))
        #expect(passes(await hundred(gates, .message)).isEmpty)
        #expect(till.reads == 0)
        time.advance(by: .seconds(60))
        #expect(passes(await hundred(gates, .message)).isEmpty)
        #expect(till.reads == 1)
        time.advance(by: .seconds(60))
        let probes = passes(await hundred(gates, .message))
        #expect(till.reads == 2 && probes.count == 1)
        #expect(gates.condition(of: account) == AccountCondition(pause: .credits, available: 40, frozen: 2))
        if let probe = probes.first { gates.noteTaken(probe) }
        #expect(gates.condition(of: account).pause == nil)
    }

    @Test func `eight workers after a restart without credits send nothing`() async throws {
        let till = Till([.success(0)])
        let gates = gates([Account(id: account, kind: .given, available: 0, pause: .credits)], till)
        #expect(passes(await hundred(gates, .message)).isEmpty)
        #expect(till.reads == 1)
    }

    @Test func `to be asked about credits beforehand takes nobody's turn`() async throws {
        let till = Till([.success(40)])
        let gates = gates([], till)
        #expect(await gates.waitForCredits(account: account) == nil)
        gates.note(try await pass(gates, .message, account), .refused(Self.refused))
        #expect(await gates.waitForCredits(account: account) == .seconds(60))
        time.advance(by: .seconds(60))
        for _ in 0..<3 { #expect(await gates.waitForCredits(account: account) == nil) }
        #expect(till.reads == 1)
        #expect(passes(await hundred(gates, .message)).count == 1)
    }

    @Test func `a balance that cannot be read is read again after a poll`() async throws {
        let till = Till([.failure(APIFailure(call: .balance, kind: .unwell(.empty))), .success(1)])
        let gates = gates([Account(id: account, kind: .given, pause: .credits)], till)
        #expect(passes(await hundred(gates, .message)).isEmpty)
        #expect(till.reads == 1)
        time.advance(by: .seconds(60))
        #expect(passes(await hundred(gates, .message)).count == 1)
        #expect(till.reads == 2)
    }

    @Test func `a balance that is read for people counts`() async throws {
        let gates = gates([Account(id: account, kind: .given, pause: .credits)])
        gates.noteBalance(Balance(available: 7, frozen: 0, total: 7), of: account)
        _ = try await pass(gates, .message, account)
    }

    @Test func `each change of an account is handed over once, to be written down`() async throws {
        let known = Account(id: account, kind: .given, available: 5, frozen: 1)
        let gates = gates([known])
        #expect(gates.changedCondition(of: account) == nil)
        gates.note(try await pass(gates, .message, account), .refused(Self.refused))
        let condition = try #require(gates.changedCondition(of: account))
        #expect(gates.changedCondition(of: account) == nil)
        #expect(
            known.inCondition(condition)
                == Account(id: account, kind: .given, available: 5, frozen: 1, pause: .credits))
    }

    @Test func `a job that fails alone comes again after about the time between probes`() async throws {
        let gates = gates()
        gates.note(try await pass(gates, .state, account), APIFailure(call: .state, kind: .unwell(.empty)))
        let times = (0..<100).map { _ in gates.nextTry(of: .state, account: account) }
        #expect(times.areSpread(over: .seconds(15)...(.seconds(45))))
    }

    @Test func `when the backend is down, jobs that gave up come when the gate says so`() async throws {
        let gates = gates()
        try await breakDown(gates)
        let times = (0..<100).map { _ in gates.nextTry(of: .state, account: account) }
        #expect(times.first == .seconds(30))
        #expect(times.areSpread(over: .seconds(30)...(.seconds(60))))
    }

    @Test func `asking when to come again takes no turn`() async throws {
        let gates = gates()
        try await breakDown(gates)
        time.advance(by: .seconds(30))
        _ = gates.nextTry(of: .state, account: account)
        _ = try await pass(gates, .state, account)
    }
}
