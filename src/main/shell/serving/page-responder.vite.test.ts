import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runInNewContext } from 'node:vm'
import type { ShownLanguage } from '../window/page-language.ts'
import { contentSecurityPolicy, createPageResponder } from './page-responder.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-pages-'))
  await mkdir(join(folder, 'pages/assets'), { recursive: true })
  await writeFile(join(folder, 'pages/index.html'), '<!doctype html>')
  await writeFile(join(folder, 'pages/assets/main.js'), 'export {}')
  await writeFile(join(folder, 'secret.json'), '{}')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const english = { locale: 'en', tag: 'en', direction: 'ltr', file: null } as const
const get = (path: string, language: ShownLanguage = english) =>
  createPageResponder({ folder: join(folder, 'pages'), language })(`app://atelier${path}`)

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

  it('names the script of another language before those of the page, and answers it', async () => {
    const index = '<!doctype html><html lang="en"><head><script src="./main.js"></script></head></html>'
    await writeFile(join(folder, 'pages/index.html'), index)
    await writeFile(join(folder, 'zh.json'), JSON.stringify({ Queue: '队列 "x" \u2028' }))
    const chinese = { locale: 'zh', tag: 'zh-CN', direction: 'ltr', file: join(folder, 'zh.json') } as const
    expect((await get('/')).data.toString()).toBe(index)
    expect((await get('/', chinese)).data.toString()).toBe(
      '<!doctype html><html lang="zh-CN" dir="ltr"><head><script src="/language.js"></script><script src="./main.js"></script></head></html>',
    )
    const page = { document: { documentElement: { lang: 'en', dir: '' } }, JSON, atelierLanguage: undefined }
    runInNewContext((await get('/language.js', chinese)).data.toString(), page)
    expect(page.document.documentElement).toEqual({ lang: 'zh-CN', dir: 'ltr' })
    expect(page.atelierLanguage).toEqual({ locale: 'zh', texts: { Queue: '队列 "x" \u2028' } })
  })

  it('serves only its own host', async () => {
    const respond = createPageResponder({ folder: join(folder, 'pages'), language: english })
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
