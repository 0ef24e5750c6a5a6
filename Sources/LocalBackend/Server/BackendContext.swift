// What travels with a request: the usual, and the connection, which faults may break.

import Hummingbird
import NIOCore

struct BackendContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        channel = source.channel
    }
}
