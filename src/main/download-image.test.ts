import { describe, expect, it } from 'vitest'
import { createDownloadImage } from './download-image.ts'
import type { Transport, WireResponse } from './platform/transport.ts'

type Answer = { status?: number; headers?: Record<string, string>; body?: Uint8Array[] }

function setUp(answers: Record<string, Answer | (() => never)>, addresses: Record<string, string[]> = {}) {
  const asked: string[] = []
  const transport: Pick<Transport, 'send' | 'resolveHost'> = {
    async send({ url, headers }): Promise<WireResponse> {
      asked.push(url)
      expect(Object.keys(headers)).toEqual(['accept', 'user-agent'])
      const answer = answers[url]
      if (typeof answer === 'function') return answer()
      const body = (async function* () {
        yield* answer?.body ?? []
      })()
      return { status: answer?.status ?? 404, headers: answer?.headers ?? {}, body }
    },
    resolveHost: async (host) => addresses[host] ?? ['93.184.216.34'],
  }
  const download = createDownloadImage(transport, { appVersion: '0.1.0' })
  return { asked, fetch: (url: string, signal = new AbortController().signal) => download(url, signal) }
}

function failure(): never {
  throw Object.assign(new Error('gone'), { isTransportFailure: true, kind: 'offline' })
}

describe('an image at an address', () => {
  it('is fetched in one piece, over redirects', async () => {
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
  ])('%s is never asked', async (url) => {
    const { fetch, asked } = setUp({}, { 'inside.example': ['93.184.216.34', '10.0.0.7'] })
    await expect(fetch(url)).rejects.toMatchObject({ code: 'network/blocked-url' })
    expect(asked).toEqual([])
  })

  it.each(['https://10.0.0.7/admin', 'http://b.example/'])('does not lead to %s', async (location) => {
    const { fetch, asked } = setUp({ 'https://a.example/1': { status: 302, headers: { location } } })
    await expect(fetch('https://a.example/1')).rejects.toMatchObject({ code: 'network/blocked-url' })
    expect(asked).toHaveLength(1)
  })

  it('ends where redirects go round in circles, or the server has none', async () => {
    const { fetch, asked } = setUp({ 'https://a.example/1': { status: 302, headers: { location: '/1' } } })
    await expect(fetch('https://a.example/1')).rejects.toMatchObject({ detail: { status: 302 } })
    expect(asked).toHaveLength(6)
    await expect(fetch('https://a.example/none')).rejects.toMatchObject({ detail: { status: 404 } })
  })

  it('that is far too large is not read to its end', async () => {
    const headers = { 'content-length': '100000001' }
    const { fetch } = setUp({ 'https://a.example/1': { status: 200, headers } })
    await expect(fetch('https://a.example/1')).rejects.toMatchObject({ code: 'media/too-large' })
  })

  it('that cannot be reached, or is not wanted any more, is told so', async () => {
    const { fetch } = setUp({ 'https://a.example/1': failure })
    await expect(fetch('https://a.example/1')).rejects.toMatchObject({ code: 'network/offline' })
    await expect(fetch('https://a.example/1', AbortSignal.abort())).rejects.toMatchObject({ code: 'request/cancelled' })
  })
})
