import { readFileSync } from 'node:fs'
import { extname, join, sep } from 'node:path'
import { debounce } from '../../../shared/util/debounce.ts'
import { languageScript, readLanguageScript, withLanguage, type ShownLanguage } from '../window/page-language.ts'
import { registerBuffers, type SchemeProtocol, type SchemeResponse } from './register-scheme.ts'
import { assetScheme } from './schemes.ts'

const mimeByExtension: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
}

type PageResponse = SchemeResponse<Buffer>

const notFound: PageResponse = { statusCode: 404, headers: {}, data: Buffer.alloc(0) }

export interface Pages {
  /** Folder of the built pages. */
  readonly folder: string
  readonly language: ShownLanguage
}

/** Serves `app://atelier/…` from the built pages, and nothing outside their folder. */
export function createPageResponder({ folder, language }: Pages): (url: string) => Promise<PageResponse> {
  const page = join(folder, 'index.html')
  return async (url) => {
    const path = toPath(folder, url)
    const mime = path === null ? undefined : mimeByExtension[extname(path)]
    if (path === null || mime === undefined) return notFound
    try {
      // Read in one turn of this thread, which is busy during the start; an asynchronous read takes four.
      const data = path === join(folder, languageScript) ? await readLanguageScript(language) : readFileSync(path)
      const shown = path === page && language.locale !== 'en' ? withLanguage(data, language) : data
      return { statusCode: 200, headers: headersFor(mime), data: shown }
    } catch {
      return notFound
    }
  }
}

/** The window has to parse the page before it asks for its script, and to run that before it asks for anything else. */
const quietMs = 50

/** Settles when the window has its first files: it asked for some, and then for none for a moment. */
export function servePages(protocol: SchemeProtocol, scheme: string, pages: Pages): Promise<void> {
  const respond = createPageResponder(pages)
  return new Promise((resolve) => {
    const settleSoon = debounce(resolve, quietMs)
    registerBuffers(protocol, scheme, async ({ url }) => {
      const response = await respond(url)
      settleSoon()
      return response
    })
  })
}

function toPath(folder: string, url: string): string | null {
  const { host, pathname } = new URL(url)
  if (host !== 'atelier') return null
  try {
    const path = join(folder, decodeURIComponent(pathname === '/' ? '/index.html' : pathname))
    return path.startsWith(folder + sep) && !path.includes('\0') ? path : null
  } catch {
    return null
  }
}

function headersFor(mime: string): Record<string, string> {
  return {
    'Content-Type': mime,
    'Content-Security-Policy': contentSecurityPolicy,
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    // Pages change only with the program version, but a development build overwrites them in place.
    'Cache-Control': 'no-cache',
  }
}

/**
 * Scripts, styles and fonts come from the program itself, and nothing from the network. Inline styles set through the
 * DOM's `style` object (React, Konva) are not subject to the policy, so no `unsafe-inline` is needed.
 */
const directives = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  'font-src': "'self'",
  'img-src': `'self' ${assetScheme}: blob: data:`,
  'connect-src': `'self' ${assetScheme}:`,
  'worker-src': "'self'",
  'object-src': "'none'",
  'frame-src': "'none'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
} as const

export const contentSecurityPolicy = Object.entries(directives)
  .map(([name, value]) => `${name} ${value}`)
  .join('; ')
