// Reads how long the daemon waits for the backend.

import JobModel

extension BackendTiming {
    /// - Configuration keys, durations but for the count:
    ///   - `timing.rate_limit_wait` (default: 30s)
    ///   - `timing.credits_poll` (default: 60s)
    ///   - `timing.breaker` (default: 30s)
    ///   - `timing.retry_base` (default: 1s), `timing.retry_cap` (60s)
    ///   - those of its parts
    init(reading reader: inout SettingsReader) {
        message = Message(reading: &reader)
        recheck = Recheck(reading: &reader)
        render = Render(reading: &reader)
        rateLimitWait = reader.value(of: KnownSettings.rateLimitWait)
        creditsPoll = reader.value(of: KnownSettings.creditsPoll)
        breaker = reader.value(of: KnownSettings.breaker)
        retry = Backoff(
            base: reader.value(of: KnownSettings.retryBase), cap: reader.value(of: KnownSettings.retryCap))
    }
}

extension BackendTiming.Message {
    /// - Configuration keys:
    ///   - `timing.message_limit` (default: 15m), `timing.heartbeat_limit` (10m), `timing.idle_limit` (3m)
    ///   - `timing.still_working` (default: 2m)
    ///   - `timing.quiet_check` (default: 5s)
    fileprivate init(reading reader: inout SettingsReader) {
        limit = reader.value(of: KnownSettings.messageLimit)
        heartbeatLimit = reader.value(of: KnownSettings.heartbeatLimit)
        idleLimit = reader.value(of: KnownSettings.idleLimit)
        stillWorking = reader.value(of: KnownSettings.stillWorking)
        quietCheck = reader.value(of: KnownSettings.quietCheck)
    }
}

extension BackendTiming.Recheck {
    /// - Configuration keys: `timing.recheck_first` (default: 30s), `timing.recheck_next` (60s),
    ///   `timing.recheck_count` (number, default: 5)
    fileprivate init(reading reader: inout SettingsReader) {
        first = reader.value(of: KnownSettings.recheckFirst)
        next = reader.value(of: KnownSettings.recheckNext)
        count = reader.value(of: KnownSettings.recheckCount)
    }
}

extension BackendTiming.Render {
    /// - Configuration keys: `timing.render_poll` (default: 30s), `timing.render_limit` (30m)
    fileprivate init(reading reader: inout SettingsReader) {
        poll = reader.value(of: KnownSettings.renderPoll)
        limit = reader.value(of: KnownSettings.renderLimit)
    }
}
