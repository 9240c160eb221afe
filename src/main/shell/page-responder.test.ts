import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { contentSecurityPolicy } from './page-responder.ts'
import { createPageResponder } from './page-responder.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-pages-'))
  await mkdir(join(folder, 'pages/assets'), { recursive: true })
  await writeFile(join(folder, 'pages/index.html'), '<!doctype html>')
  await writeFile(join(folder, 'pages/assets/main.js'), 'export {}')
  await writeFile(join(folder, 'secret.json'), '{}')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const get = (path: string) => createPageResponder(join(folder, 'pages'))(`app://atelier${path}`)

describe('createPageResponder', () => {
  it('serves the page and its assets with security headers', async () => {
    const page = await get('/')
    expect(page.statusCode).toBe(200)
    expect(page.data.toString()).toBe('<!doctype html>')
    expect(page.headers['Content-Type']).toContain('text/html')
    expect(page.headers['Content-Security-Policy']).toBe(contentSecurityPolicy)
    const script = await get('/assets/main.js')
    expect(script.headers['Content-Type']).toContain('text/javascript')
    expect(script.headers['X-Content-Type-Options']).toBe('nosniff')
  })

  it.each(['/nothing.js', '/../secret.json', '/..%2fsecret.json', '/assets', '/%E0%A4%A', '/index.html%00.js'])(
    'returns 404 for %s',
    async (path) => {
      expect((await get(path)).statusCode).toBe(404)
    },
  )

  it('serves only its own host', async () => {
    const respond = createPageResponder(join(folder, 'pages'))
    expect((await respond('app://elsewhere/index.html')).statusCode).toBe(404)
  })
})

describe('contentSecurityPolicy', () => {
  it('allows no network sources and no inline code', () => {
    expect(contentSecurityPolicy).not.toMatch(/unsafe|https?:|\*/)
    expect(contentSecurityPolicy).toContain("default-src 'none'")
    expect(contentSecurityPolicy).toContain("script-src 'self';")
  })
})
