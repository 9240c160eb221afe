import { describe, expect, it } from 'vitest'
import { createDownloadImage } from './download-image.ts'
import type { Transport, WireResponse } from './platform/network/transport.ts'

type Answer = { status?: number; headers?: Record<string, string>; body?: Uint8Array[] }

function setUp(responses: Record<string, Answer | (() => never)>, addresses: Record<string, string[]> = {}) {
  const requested: string[] = []
  const transport: Pick<Transport, 'send' | 'resolveHost'> = {
    async send({ url, headers }): Promise<WireResponse> {
      requested.push(url)
      expect(Object.keys(headers)).toEqual(['accept', 'user-agent'])
      const response = responses[url]
      if (typeof response === 'function') return response()
      const body = (async function* () {
        yield* response?.body ?? []
      })()
      return { status: response?.status ?? 404, headers: response?.headers ?? {}, body }
    },
    resolveHost: async (host) => addresses[host] ?? ['93.184.216.34'],
  }
  const download = createDownloadImage(transport, { appVersion: '0.1.0' })
  return { asked: requested, fetch: (url: string, signal = new AbortController().signal) => download(url, signal) }
}

function failure(): never {
  throw Object.assign(new Error('gone'), { isTransportFailure: true, kind: 'offline' })
}

describe('downloading an image', () => {
  it('follows redirects and returns the whole file', async () => {
    const { fetch, asked } = setUp({
      'https://a.example/1': { status: 302, headers: { location: '/2' } },
      'https://a.example/2': { status: 301, headers: { location: 'https://cdn.example/3.png' } },
      'https://cdn.example/3.png': { status: 200, body: [new Uint8Array([1, 2]), new Uint8Array([3])] },
    })
    expect(await fetch('https://a.example/1')).toEqual(new Uint8Array([1, 2, 3]))
    expect(asked).toHaveLength(3)
  })

  it.each([
    'http://a.example/1.png',
    'https://user:word@a.example/1.png',
    'https://127.0.0.1/1.png',
    'https://[::1]/1.png',
    'https://192.168.1.1/1.png',
    'https://inside.example/1.png',
    'nonsense',
  ])('never requests %s', async (url) => {
    const { fetch, asked } = setUp({}, { 'inside.example': ['93.184.216.34', '10.0.0.7'] })
    await expect(fetch(url)).rejects.toMatchObject({ code: 'network/blocked-url' })
    expect(asked).toEqual([])
  })

  it.each(['https://10.0.0.7/admin', 'http://b.example/'])('does not follow a redirect to %s', async (location) => {
    const { fetch, asked } = setUp({ 'https://a.example/1': { status: 302, headers: { location } } })
    await expect(fetch('https://a.example/1')).rejects.toMatchObject({ code: 'network/blocked-url' })
    expect(asked).toHaveLength(1)
  })

  it('fails on a redirect loop and on a missing file', async () => {
    const { fetch, asked } = setUp({ 'https://a.example/1': { status: 302, headers: { location: '/1' } } })
    await expect(fetch('https://a.example/1')).rejects.toMatchObject({ detail: { status: 302 } })
    expect(asked).toHaveLength(6)
    await expect(fetch('https://a.example/none')).rejects.toMatchObject({ detail: { status: 404 } })
  })

  it('fails before reading when the size is too large', async () => {
    const headers = { 'content-length': '100000001' }
    const { fetch } = setUp({ 'https://a.example/1': { status: 200, headers } })
    await expect(fetch('https://a.example/1')).rejects.toMatchObject({ code: 'media/too-large' })
  })

  it('reports an unreachable server and a cancellation', async () => {
    const { fetch } = setUp({ 'https://a.example/1': failure })
    await expect(fetch('https://a.example/1')).rejects.toMatchObject({ code: 'network/offline' })
    await expect(fetch('https://a.example/1', AbortSignal.abort())).rejects.toMatchObject({ code: 'request/cancelled' })
  })
})
