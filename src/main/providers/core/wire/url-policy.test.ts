import { describe, expect, it } from 'vitest'
import { AppError } from '../../../../shared/errors/index.ts'
import { createUrlPolicy, parseBaseUrl } from './url-policy.ts'

const lumen = {
  label: 'Lumen',
  baseUrl: 'https://api.lumen.example/v1',
  apiHosts: ['eu.lumen.example', '*.queue.lumen.example'],
  deliveryHosts: ['cdn.lumen.example', '*.pictures.example'],
} as const

function policyFor(baseUrl: string = lumen.baseUrl, overrides: Partial<Parameters<typeof createUrlPolicy>[0]> = {}) {
  return createUrlPolicy({ ...lumen, ...overrides }, baseUrl)
}

function codeOf(work: () => unknown): string {
  try {
    work()
  } catch (thrown) {
    if (thrown instanceof AppError) return thrown.code
  }
  return 'none'
}

describe('parseBaseUrl', () => {
  it('does not repeat a key that was pasted as the base URL', () => {
    for (const key of ['sk-proj-0123456789abcdef', 'AIzaSyA0123456789abcdefghijklmnopqrstuv']) {
      expect(() => parseBaseUrl(key)).toThrow(/^The base URL \[redacted\] is not valid/)
    }
  })

  it.each([
    ['https://gateway.example', 'https://gateway.example'],
    [' https://gateway.example/openai/v1/ ', 'https://gateway.example/openai/v1'],
    ['http://127.0.0.1:7860', 'http://127.0.0.1:7860'],
    ['http://localhost:8188/', 'http://localhost:8188'],
    ['http://studio.local', 'http://studio.local'],
    ['http://192.168.1.20:7860', 'http://192.168.1.20:7860'],
    ['http://100.101.102.103:7860', 'http://100.101.102.103:7860'],
    ['http://[::1]:7860', 'http://[::1]:7860'],
    ['http://0.0.0.0:7860', 'http://0.0.0.0:7860'],
  ])('accepts %s', (text, normalized) => expect(parseBaseUrl(text)).toBe(normalized))

  it.each([
    'gateway.example',
    'ftp://gateway.example',
    'http://gateway.example',
    'http://8.8.8.8',
    'http://134744072',
    'http://localhost.example',
    'http://notlocal',
    'https://user:password@gateway.example',
    'https://gateway.example/?a=1',
    'https://gateway.example/#a',
    '',
  ])('rejects %s', (text) => expect(codeOf(() => parseBaseUrl(text))).toBe('configuration/invalid'))

  it('does not repeat a password', () => {
    expect(() => parseBaseUrl('https://user:hunter22@gateway.example')).toThrow(/^((?!hunter22).)*$/)
  })
})

const api = (path: string, base?: string, auth: 'key' | 'none' = 'key') =>
  policyFor(base).requireApi(path, {}, auth).href

describe('requireApi', () => {
  it('resolves paths below the base URL and adds the query', () => {
    expect(api('images')).toBe('https://api.lumen.example/v1/images')
    expect(api('/images')).toBe('https://api.lumen.example/v1/images')
    expect(api('//evil.example/x')).toBe('https://api.lumen.example/v1/evil.example/x')
    const query = { q: 'a b&c', page: '2' }
    expect(policyFor().requireApi('models?sort=new', query, 'key').search).toBe('?sort=new&q=a+b%26c&page=2')
  })

  it('blocks paths that leave the base path', () => {
    expect(codeOf(() => api('../admin'))).toBe('network/blocked-url')
    expect(codeOf(() => api('images/../../admin'))).toBe('network/blocked-url')
    expect(codeOf(() => api('..%2Fadmin'))).toBe('none')
  })

  it('accepts absolute URLs on API hosts only', () => {
    for (const url of [
      'https://api.lumen.example/other',
      'https://eu.lumen.example/v1/task/1',
      'https://a.queue.lumen.example/x?y=1',
    ]) {
      expect(api(url)).toBe(url)
    }
    for (const url of [
      'https://queue.lumen.example/x',
      'https://evil-eu.lumen.example/x',
      'https://eu.lumen.example.evil.net/x',
      'http://eu.lumen.example/x',
      'https://eu.lumen.example:8443/x',
      'https://user@eu.lumen.example/x',
      'https://cdn.lumen.example/x',
      'file:///etc/passwd',
    ]) {
      expect([url, codeOf(() => api(url))]).toEqual([url, 'network/blocked-url'])
    }
  })

  it('accepts delivery hosts for requests without a key', () => {
    expect(api('https://cdn.lumen.example/upload?signature=1', undefined, 'none')).toContain('upload?signature=1')
  })

  it('sends API requests to a custom server with the same paths', () => {
    const base = 'http://127.0.0.1:9000'
    expect(api('images', base)).toBe('http://127.0.0.1:9000/v1/images')
    expect(api('https://eu.lumen.example/v2/task/1?a=b', base)).toBe('http://127.0.0.1:9000/v2/task/1?a=b')
    expect(api('http://127.0.0.1:9000/v2/task/1', base)).toBe('http://127.0.0.1:9000/v2/task/1')
    expect(api('http://localhost:9000/v2/task/1', base)).toBe('http://localhost:9000/v2/task/1')
    expect(codeOf(() => api('http://127.0.0.1:9001/v2/task/1', base))).toBe('network/blocked-url')
  })

  it('keeps the base path of a custom server', () => {
    const base = 'https://gateway.example/lumen/v1'
    expect(api('images', base)).toBe('https://gateway.example/lumen/v1/images')
    expect(api('https://eu.lumen.example/v2/task/1', base)).toBe('https://gateway.example/lumen/v2/task/1')
    expect(api('images', 'https://gateway.example/api')).toBe('https://gateway.example/api/images')
  })

  it('tells a custom base URL from the default address', () => {
    expect(policyFor().isOwnBaseUrl).toBe(false)
    expect(policyFor('https://api.lumen.example/v1/').isOwnBaseUrl).toBe(false)
    expect(policyFor('https://gateway.example').isOwnBaseUrl).toBe(true)
  })
})

describe('requireRedirect', () => {
  it('sends the key to API hosts only', () => {
    const from = new URL('https://api.lumen.example/v1/result')
    expect(policyFor().requireRedirect('/v1/other', from)).toMatchObject({ auth: 'key' })
    expect(policyFor().requireRedirect('https://cdn.lumen.example/a.png', from)).toMatchObject({ auth: 'none' })
    expect(codeOf(() => policyFor().requireRedirect('https://evil.example/', from))).toBe('network/blocked-url')
  })
})

const deliver = (url: string, base?: string, overrides = {}) => policyFor(base, overrides).requireDelivery(url)

describe('requireDelivery', () => {
  it.each(['https://cdn.lumen.example/a.png', 'https://cdn.lumen.example./a.png', 'https://x.pictures.example/a'])(
    'accepts %s',
    (url) => expect(deliver(url).isOwn).toBe(false),
  )

  it.each([
    'http://cdn.lumen.example/a.png',
    'https://cdn.lumen.example:444/a.png',
    'https://pictures.example/a.png',
    'https://api.lumen.example/a.png',
    'https://evilpictures.example/a.png',
    'https://cdn.lumen.example.evil.net/a.png',
    'https://user:secret@cdn.lumen.example/a.png',
    'https://127.0.0.1/a.png',
    'https://[::ffff:10.0.0.1]/a.png',
    'https://2130706433/a.png',
    'file:///etc/passwd',
    'blob:https://cdn.lumen.example/1',
    'not a url',
  ])('rejects %s', (url) => expect(codeOf(() => deliver(url))).toBe('network/blocked-url'))

  it('refuses a private address even when the adapter lists it', () => {
    const overrides = { deliveryHosts: ['10.0.0.5'] }
    expect(codeOf(() => deliver('https://10.0.0.5/a.png', undefined, overrides))).toBe('network/blocked-url')
  })

  it('accepts the custom server at its own port', () => {
    const base = 'http://127.0.0.1:9000/v1'
    expect(deliver('http://127.0.0.1:9000/delivered/1.png', base).isOwn).toBe(true)
    expect(deliver('https://cdn.lumen.example/a.png', base).isOwn).toBe(false)
    expect(codeOf(() => deliver('http://127.0.0.1:9001/1.png', base))).toBe('network/blocked-url')
    expect(codeOf(() => deliver('https://127.0.0.1:9000/1.png', base))).toBe('network/blocked-url')
  })

  it('accepts the default address of a local program', () => {
    const overrides = { baseUrl: 'http://127.0.0.1:7860' }
    expect(deliver('http://localhost:7860/file.png', 'http://127.0.0.1:7860', overrides).isOwn).toBe(true)
    expect(codeOf(() => deliver('http://192.168.1.1:7860/file.png', 'http://127.0.0.1:7860', overrides))).toBe(
      'network/blocked-url',
    )
  })
})
