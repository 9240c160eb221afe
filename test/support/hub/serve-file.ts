import type { ServerResponse } from 'node:http'
import type { TinyRequest } from '../tiny-server.ts'

/** Faults of the next responses, one per response; then everything works. */
export interface FileFaults {
  /** Cuts the connection after this many bytes of the response. */
  readonly cutAfter?: number[]
  /** Responds only with this status, such as 429 with Retry-After. */
  readonly statuses?: { readonly status: number; readonly headers?: Record<string, string> }[]
  /** Sends this many bytes of a response, then stalls. */
  readonly stallAfter?: number[]
  /** Responds to a range request with a different range. */
  readonly shiftBy?: number[]
  /** Ends cleanly after this many bytes, without a Content-Length. */
  readonly endAfter?: number[]
}

export interface ServedFile {
  readonly bytes: Buffer
  readonly etag?: string
  readonly faults?: FileFaults
  /** Ignores range requests and sends the whole file. */
  readonly isWhole?: boolean
  /** Reported instead of the real size. */
  readonly statedBytes?: number
}

/** Serves a file with range support and the given faults. */
export function serveFile({ headers }: TinyRequest, response: ServerResponse, file: ServedFile): void {
  const { bytes, etag, faults = {}, isWhole = false } = file
  const failing = faults.statuses?.shift()
  if (failing !== undefined) return void response.writeHead(failing.status, failing.headers).end('not now')
  const isSame = headers['if-range'] === undefined || headers['if-range'] === etag
  const range = isWhole || !isSame ? null : /^bytes=(\d+)-$/.exec(headers.range ?? '')
  const from = range === null ? 0 : Number(range[1]) + (faults.shiftBy?.shift() ?? 0)
  const totalBytes = file.statedBytes ?? bytes.length
  if (range !== null && from >= bytes.length) {
    return void response.writeHead(416, { 'content-range': `bytes */${totalBytes}` }).end()
  }
  const endAfter = faults.endAfter?.shift()
  response.writeHead(range === null ? 200 : 206, {
    ...(etag !== undefined && { etag }),
    ...(endAfter === undefined && { 'content-length': totalBytes - from }),
    ...(range !== null && { 'content-range': `bytes ${from}-${totalBytes - 1}/${totalBytes}` }),
  })
  const stallAfter = faults.stallAfter?.shift()
  const cutAfter = stallAfter === undefined ? faults.cutAfter?.shift() : undefined
  const end = endAfter ?? cutAfter ?? stallAfter
  const sent = bytes.subarray(from, end === undefined ? bytes.length : from + end)
  response.write(sent, () => {
    if (cutAfter !== undefined) response.destroy()
    else if (stallAfter === undefined) response.end()
  })
}
