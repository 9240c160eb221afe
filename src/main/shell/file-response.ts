import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { Readable } from 'node:stream'

const chunkBytes = 256 * 1024

interface ByteRange {
  readonly first: number
  readonly last: number
}

/** A file, or the part a `Range` header asks for. A large one is streamed, never held in memory as a whole. */
export async function respondWithFile(
  request: Request,
  path: string,
  headers: Readonly<Record<string, string>>,
): Promise<Response> {
  const { size } = await stat(path)
  const range = readRange(request.headers.get('range'), size)
  if (range === 'unsatisfiable') {
    return new Response(null, { status: 416, headers: { 'Content-Range': `bytes */${size}` } })
  }
  const { first, last } = range ?? { first: 0, last: size - 1 }
  const length = last - first + 1
  const all = {
    ...headers,
    'Accept-Ranges': 'bytes',
    'Content-Length': String(length),
    ...(range && { 'Content-Range': `bytes ${first}-${last}/${size}` }),
  }
  const hasBody = request.method !== 'HEAD' && length > 0
  // A thumbnail in one piece: a stream costs more than it.
  const isSmall = range === null && size <= chunkBytes
  const body = isSmall && hasBody ? await readFile(path) : hasBody ? openPart(path, first, last) : null
  return new Response(body, { status: range ? 206 : 200, headers: all })
}

function openPart(path: string, start: number, end: number): ConstructorParameters<typeof Response>[0] {
  return Readable.toWeb(createReadStream(path, { start, end, highWaterMark: chunkBytes }))
}

/** Null where the whole file is meant: no header, several ranges, or one that cannot be read (RFC 9110, 14.2). */
function readRange(header: string | null, size: number): ByteRange | 'unsatisfiable' | null {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '')
  if (match === null || (match[1] === '' && match[2] === '')) return null
  const [, from = '', to = ''] = match
  const first = from === '' ? Math.max(0, size - Number(to)) : Number(from)
  const last = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1)
  if (from !== '' && to !== '' && Number(to) < first) return null
  return first > last || first >= size ? 'unsatisfiable' : { first, last }
}
