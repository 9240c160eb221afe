import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import type { SchemeRequest, SchemeResponse } from './register-scheme.ts'

const chunkBytes = 256 * 1024

export type AssetRequest = SchemeRequest
export type AssetResponse = SchemeResponse<Readable>

interface ByteRange {
  readonly first: number
  readonly last: number
}

/**
 * Returns a file, or the range a `Range` header asks for. Large files are streamed, never held in memory as a whole.
 */
export async function respondWithFile(
  request: AssetRequest,
  path: string,
  headers: Readonly<Record<string, string>>,
): Promise<AssetResponse> {
  const { size } = await stat(path)
  const range = readRange(headerOf(request, 'range'), size)
  if (range === 'unsatisfiable') {
    return { statusCode: 416, headers: { 'Content-Range': `bytes */${size}` }, data: noBytes() }
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
  return {
    statusCode: range ? 206 : 200,
    headers: all,
    data: hasBody ? await readPart(path, { first, last }, size) : noBytes(),
  }
}

/** Returns a header's value, ignoring the case of its name. */
export function headerOf({ headers }: AssetRequest, name: string): string | null {
  return Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1] ?? null
}

export function noBytes(): Readable {
  return Readable.from([])
}

async function readPart(path: string, { first, last }: ByteRange, size: number): Promise<Readable> {
  // Thumbnails are read in one piece: a file stream costs more.
  if (size <= chunkBytes) return Readable.from([(await readFile(path)).subarray(first, last + 1)])
  return createReadStream(path, { start: first, end: last, highWaterMark: chunkBytes })
}

/** Null means the whole file: no header, several ranges, or an invalid one (RFC 9110, 14.2). */
function readRange(header: string | null, size: number): ByteRange | 'unsatisfiable' | null {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '')
  if (match === null || (match[1] === '' && match[2] === '')) return null
  const [, from = '', to = ''] = match
  const first = from === '' ? Math.max(0, size - Number(to)) : Number(from)
  const lastByte = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1)
  if (from !== '' && to !== '' && Number(to) < first) return null
  return first > lastByte || first >= size ? 'unsatisfiable' : { first, last: lastByte }
}
