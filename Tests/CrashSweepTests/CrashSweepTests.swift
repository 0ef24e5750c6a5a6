import EndToEndSupport
import Testing
