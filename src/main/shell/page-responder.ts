import { readFile } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'
import { contentSecurityPolicy } from './content-security-policy.ts'

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

/** Answers `app://atelier/…` with the built pages below `folder`, and with nothing outside it. */
export function createPageResponder(folder: string): (request: Request) => Promise<Response> {
  return async (request) => {
    const path = toPath(folder, request.url)
    const mime = path === null ? undefined : mimeByExtension[extname(path)]
    if (path === null || mime === undefined) return new Response(null, { status: 404 })
    try {
      return new Response(new Uint8Array(await readFile(path)), { headers: headersFor(mime) })
    } catch {
      return new Response(null, { status: 404 })
    }
  }
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
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    // The pages change only with the program, but a development build overwrites them in place.
    'Cache-Control': 'no-cache',
  }
}
