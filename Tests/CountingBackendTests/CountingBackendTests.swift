import CountingBackend
import Testing
