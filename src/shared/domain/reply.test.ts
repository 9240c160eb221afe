import { expect, it } from 'vitest'
import { z } from 'zod'
import { contract } from '../contract/index.ts'
import { packReply, routesWithBytes, unpackReply } from './reply.ts'

it('round-trips a reply', () => {
  const replies = [
    { ok: true, value: { ids: ['a', 'ß “quoted”'], more: null } },
    { ok: true, value: undefined },
    { ok: true, value: null },
    { ok: false, error: { code: 'storage/full', message: 'The disk is full.' } },
  ] as const
  for (const reply of replies) expect(unpackReply(packReply('library.assets', reply))).toEqual(reply)
})

it('leaves bytes unpacked', () => {
  const reply = { ok: true, value: { maskPng: new Uint8Array([1, 2]) } } as const
  expect(packReply('canvas.readMask', reply)).toBe(reply)
})

it('lists every route whose output is not JSON', () => {
  const callable = Object.entries(contract).filter(([, entry]) => entry.kind !== 'event')
  const strange = callable.filter(([, entry]) => 'output' in entry && !canBeText(entry.output)).map(([name]) => name)
  expect(new Set<unknown>(strange)).toEqual(routesWithBytes)
})

/** A void response is fine: nothing is sent. */
function canBeText(output: z.ZodType): boolean {
  if (output instanceof z.ZodVoid) return true
  try {
    z.toJSONSchema(output, { io: 'output' })
    return true
  } catch {
    return false
  }
}
