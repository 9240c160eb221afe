import type { ServiceStub } from './service-stub.ts'

/** Every vendor, played. */
export const stubs: readonly ServiceStub[] = []
