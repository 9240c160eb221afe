import { net, type ClientRequest, type Session } from 'electron'
import type { Readable } from 'node:stream'
import { toNetFailure } from './net-failure.ts'
import type { WireResponse, WireRequest } from './transport.ts'
import { toWireBody } from './wire-body.ts'
import { WireFailure } from './wire-failure.ts'

/** Returns the addresses a host name resolves to. @throws TransportFailure */
export async function resolveHost(host: string): Promise<readonly string[]> {
  const startedAt = performance.now()
  try {
    const { endpoints } = await net.resolveHost(host)
    return endpoints.map(({ address }) => address)
  } catch (thrown) {
    throw toNetFailure(thrown, performance.now() - startedAt)
  }
}

/**
 * Sends one request through Chromium's network stack, in main or in a utility process, which share proxy and
 * certificates. `from`: null = the stack's own session; a utility process has no other. `onOver` is called once, when
 * nothing of the request is in progress anymore.
 */
export function sendByNet(
  request: WireRequest,
  from: Session | null = null,
  onOver: () => void = () => undefined,
): Promise<WireResponse> {
  const { signal } = request
  const startedAt = performance.now()
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      onOver()
      return reject(aborted('no'))
    }
    const sent = tryOpen(request, from, onOver)
    // For small bodies upload progress arrives too late to count: then only the type of the error is available.
    const fail = (thrown: unknown): WireFailure =>
      signal.aborted
        ? aborted('maybe')
        : toNetFailure(thrown, performance.now() - startedAt, sent.getUploadProgress().current)
    let responseBody: Readable | null = null
    let isOver = false
    const end = () => {
      if (isOver) return
      isOver = true
      signal.removeEventListener('abort', abort)
      onOver()
    }
    const abort = () => {
      sent.abort()
      // Electron does not notify the reader of a response that this side has aborted.
      responseBody?.destroy(aborted('maybe'))
      reject(aborted('maybe'))
      end()
    }
    signal.addEventListener('abort', abort, { once: true })
    sent.on('redirect', (status, _method, _to, headers) =>
      resolve({ status, headers: joined(headers), body: nothing() }),
    )
    // Emitted after a redirect too, which is not followed, and again on the response itself when that breaks.
    sent.on('error', (thrown) => {
      reject(fail(thrown))
      end()
    })
    sent.on('response', (response) => {
      // Typed as an emitter only; it is a readable stream.
      responseBody = response as unknown as Readable
      responseBody.on('close', end)
      const body = toWireBody(responseBody, () => sent.abort(), fail)
      resolve({ status: response.statusCode, headers: joined(response.headers), body })
    })
    sent.end(request.body === null ? undefined : asBuffer(request.body))
  })
}

/** Throws at once for a header that cannot be sent: nothing has left yet. */
function tryOpen(request: WireRequest, from: Session | null, onOver: () => void): ClientRequest {
  try {
    return open(request, from)
  } catch (thrown) {
    onOver()
    throw thrown
  }
}

function open({ method, url, headers }: WireRequest, from: Session | null): ClientRequest {
  const options = { credentials: 'omit', useSessionCookies: false, cache: 'no-store', redirect: 'manual' } as const
  return net.request({ method, url, headers: { ...headers }, ...options, ...(from !== null && { session: from }) })
}

function aborted(arrived: WireFailure['arrived']): WireFailure {
  return new WireFailure('aborted', arrived, 'ABORTED')
}

function asBuffer({ buffer, byteOffset, byteLength }: Uint8Array<ArrayBuffer>): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength)
}

function joined(headers: Readonly<Record<string, string | readonly string[]>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name.toLowerCase(),
      typeof value === 'string' ? value : value.join(', '),
    ]),
  )
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
