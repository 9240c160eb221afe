import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { openaiStub } from '../../support/services/openai-stub.ts'
import type { ServiceStub, StubRequest } from '../../support/services/service-stub.ts'

/** OpenAI with another key, and two more scenes: errors whose text repeats everything that was sent with the key. */
export function echoingOpenai(key: string): ServiceStub {
  return {
    ...openaiStub,
    goodKey: key,
    respond(request, context) {
      const status = { 'echo-401': 401, 'echo-500': 500 }[context.scene]
      if (status !== undefined) return { status, json: { error: { message: echoOf(request.headers) } } }
      if (request.headers['authorization'] !== `Bearer ${key}`) return openaiStub.respond(request, context)
      return openaiStub.respond(withKey(request, openaiStub.goodKey), context)
    },
  }
}

function withKey(request: StubRequest, key: string): StubRequest {
  return { ...request, headers: { ...request.headers, authorization: `Bearer ${key}` } }
}

function echoOf(headers: Readonly<Record<string, unknown>>): string {
  const sent = JSON.stringify(headers)
  const [, key = ''] = String(headers['authorization']).split(' ')
  return `Incorrect API key: ${key}. Sent: ${sent}. ${encodeURIComponent(key)} ${Buffer.from(key).toString('base64')}`
}

/** A service that refuses every request and repeats its headers. */
export async function startEcho(
  status: number,
): Promise<{ origin: string; requests: () => number; close: () => void }> {
  let requests = 0
  const server = createServer((request, response) => {
    requests += 1
    const text = echoOf(request.headers)
    response.writeHead(status, { 'content-type': 'application/json', 'x-request-id': 'req-echo' })
    response.end(JSON.stringify({ error: { message: text }, errors: [text], message: text }))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: () => requests,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}
