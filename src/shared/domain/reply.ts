import type { ErrorData } from '../errors/index.ts'

export type Reply<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: ErrorData }

/**
 * A response on its way to the window. Whatever enters the page's world is copied value by value: records of sixty
 * images take longer than a frame, as one JSON string a tenth of that.
 */
export type TravellingReply = Reply<unknown> | { readonly ok: true; readonly json: string }

/** Their responses contain bytes, which JSON cannot hold. */
export const routesWithBytes: ReadonlySet<unknown> = new Set([
  'canvas.load',
  'canvas.readMask',
  'jobs.mask',
  'live.draw',
  'vision.findSubject',
  'vision.findObject',
  'vision.map',
])

export function packReply(name: unknown, reply: Reply<unknown>): TravellingReply {
  if (!reply.ok || reply.value === undefined || routesWithBytes.has(name)) return reply
  return { ok: true, json: JSON.stringify(reply.value) }
}

export function unpackReply(reply: TravellingReply): Reply<unknown> {
  return 'json' in reply ? { ok: true, value: JSON.parse(reply.json) as unknown } : reply
}
