import { geminiStub } from './gemini-stub.ts'
import type { ServiceStub } from './service-stub.ts'

/** Every vendor, played. */
export const stubs: readonly ServiceStub[] = [geminiStub]
