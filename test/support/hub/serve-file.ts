import type { ServerResponse } from 'node:http'
import type { TinyRequest } from '../tiny-server.ts'

/** What goes wrong with the next answers, each used up by one; then all is well. */
export interface FileFaults {
  /** The connection is cut when so many bytes of the answer have been sent. */
  readonly cutAfter?: number[]
  /** Answers nothing but this, such as 429 with its pause. */
  readonly statuses?: { readonly status: number; readonly headers?: Record<string, string> }[]
  /** Sends so many bytes of an answer, and then nothing more. */
  readonly stallAfter?: number[]
  /** Answers a wish for a part with another part. */
  readonly shiftBy?: number[]
  /** Ends without a word after so many bytes, without telling a length. */
  readonly endAfter?: number[]
}

export interface ServedFile {
  readonly bytes: Buffer
  readonly etag?: string
  readonly faults?: FileFaults
  /** Knows no parts: sends all of it, whatever is asked for. */
  readonly isWhole?: boolean
  /** Told instead of the real one. */
  readonly toldBytes?: number
}

/** A file as servers give it, with its parts, and with what goes wrong. */
export function serveFile({ headers }: TinyRequest, response: ServerResponse, file: ServedFile): void {
  const { bytes, etag, faults = {}, isWhole = false } = file
  const failing = faults.statuses?.shift()
  if (failing !== undefined) return void response.writeHead(failing.status, failing.headers).end('not now')
  const isSame = headers['if-range'] === undefined || headers['if-range'] === etag
  const asked = isWhole || !isSame ? null : /^bytes=(\d+)-$/.exec(headers.range ?? '')
  const from = asked === null ? 0 : Number(asked[1]) + (faults.shiftBy?.shift() ?? 0)
  const told = file.toldBytes ?? bytes.length
  if (asked !== null && from >= bytes.length) {
    return void response.writeHead(416, { 'content-range': `bytes */${told}` }).end()
  }
  const endAfter = faults.endAfter?.shift()
  response.writeHead(asked === null ? 200 : 206, {
    ...(etag !== undefined && { etag }),
    ...(endAfter === undefined && { 'content-length': told - from }),
    ...(asked !== null && { 'content-range': `bytes ${from}-${told - 1}/${told}` }),
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
