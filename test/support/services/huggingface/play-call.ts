import { createFakeCall, type FakeCall } from '../../fake-call.ts'
import { huggingfaceStub } from '../huggingface-stub.ts'
import type { StubContext, StubRequest } from '../service-stub.ts'
import { toStubRequest } from '../to-stub-request.ts'

export interface PlayCall extends FakeCall {
  /** The requests as the stub received them. */
  readonly received: StubRequest[]
}

/** The stub without a network in between. */
export function createPlayCall(): PlayCall {
  const received: StubRequest[] = []
  const context: StubContext = {
    scene: 'done',
    origin: 'http://stub',
    memory: new Map(),
    image: async () => new Uint8Array([137, 80, 78, 71]),
    blackImage: async () => new Uint8Array(),
  }
  const call = createFakeCall(async (request) => {
    const path = URL.canParse(request.path) ? new URL(request.path).pathname : request.path
    const headers = { ...request.headers, authorization: `Bearer ${huggingfaceStub.goodKey}` }
    const sent = { ...toStubRequest({ ...request, path }), headers }
    received.push(sent)
    const response = await huggingfaceStub.respond(sent, context)
    const mime = response.headers?.['content-type']
    return { ...response, ...(mime !== undefined && { mime }) }
  })
  return { ...call, received }
}
