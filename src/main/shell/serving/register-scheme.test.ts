import { Readable } from 'node:stream'
import { expect, it } from 'vitest'
import { registerBuffers, registerStreams, type SchemeProtocol, type SchemeRequest } from './register-scheme.ts'

const request: SchemeRequest = { url: 'app://atelier/a.js', method: 'GET', headers: { range: 'bytes=0-1' } }
const headers = { 'Content-Type': 'text/javascript' }

const fail = () => Promise.reject(new Error('no such file'))

/** Electron without what it marks as deprecated: `respond` does what the window does. */
function onlyHandle() {
  let handler: ((request: Request) => Response | Promise<Response>) | null = null
  const protocol = { handle: (_scheme, added) => void (handler = added) } as SchemeProtocol
  const respond = ({ url, ...options }: SchemeRequest) => handler!(new Request(url, options))
  return { protocol, respond }
}

it('whole files are sent without the deprecated form, too', async () => {
  const { protocol, respond } = onlyHandle()
  registerBuffers(protocol, 'app', async ({ url }) => ({ statusCode: 200, headers, data: Buffer.from(url) }))
  const response = await respond(request)
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toBe('text/javascript')
  expect(await response.text()).toBe(request.url)
})

it('parts of files are streamed without the deprecated form, too', async () => {
  const { protocol, respond } = onlyHandle()
  registerStreams(protocol, 'app', async ({ headers: asked }) => ({
    statusCode: 206,
    headers: {},
    data: Readable.from([Buffer.from(asked['range'] ?? ''), Buffer.from('!')]),
  }))
  const response = await respond(request)
  expect(response.status).toBe(206)
  expect(await response.text()).toBe('bytes=0-1!')
})

it('a request whose responder fails, fails', async () => {
  const sent: unknown[] = []
  const ask = (_scheme: string, handler: (asked: SchemeRequest, send: (response: unknown) => void) => void) =>
    handler(request, (response) => sent.push(response))
  const older = { registerBufferProtocol: ask, registerStreamProtocol: ask } as unknown as SchemeProtocol
  registerBuffers(older, 'app', fail)
  registerStreams(older, 'app', fail)
  await expect.poll(() => sent).toEqual([{ error: -2 }, { error: -2 }])

  const { protocol, respond } = onlyHandle()
  registerBuffers(protocol, 'app', fail)
  await expect(respond(request)).rejects.toThrow('no such file')
})
