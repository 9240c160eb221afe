import type { ErrorData } from '../errors/index.ts'

export type Reply<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: ErrorData }

/**
 * A reply on its way to the window. Whatever passes into the page's world is copied there value by value: records of
 * sixty pictures take longer than a frame has, as one text a tenth of that.
 */
export type TravellingReply = Reply<unknown> | { readonly ok: true; readonly json: string }

/** Their answers hold bytes, which no text can. */
export const routesWithBytes: ReadonlySet<unknown> = new Set(['canvas.load', 'canvas.readMask'])

export function packReply(name: unknown, reply: Reply<unknown>): TravellingReply {
  if (!reply.ok || reply.value === undefined || routesWithBytes.has(name)) return reply
  return { ok: true, json: JSON.stringify(reply.value) }
}

export function unpackReply(reply: TravellingReply): Reply<unknown> {
  return 'json' in reply ? { ok: true, value: JSON.parse(reply.json) as unknown } : reply
}
