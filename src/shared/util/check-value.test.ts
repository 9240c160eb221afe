import { expect, it } from 'vitest'
import { z } from 'zod'
import { checkValue } from './check-value.ts'

it('accepts and refuses the same values before and after a schema is compiled', () => {
  const schema = z.strictObject({ name: z.string().max(3), sizes: z.array(z.int()).default([]) })
  for (let times = 0; times < 25; times++) {
    expect(checkValue(schema, { name: 'abc' })).toEqual({ success: true, data: { name: 'abc', sizes: [] } })
    expect(checkValue(schema, { name: 'abcd' }).error?.issues[0]?.path).toEqual(['name'])
    expect(checkValue(schema, { name: 'a', other: 1 }).error?.issues[0]?.code).toBe('unrecognized_keys')
  }
})

it('compiles a schema only after ten values', () => {
  let compiled = 0
  const realFunction = globalThis.Function
  globalThis.Function = new Proxy(realFunction, {
    construct(target, parameters) {
      compiled += 1
      return Reflect.construct(target, parameters) as object
    },
  })
  try {
    const schema = z.object({ a: z.object({ b: z.string() }) })
    for (let times = 0; times < 10; times++) checkValue(schema, { a: { b: 'c' } })
    const before = compiled
    checkValue(schema, { a: { b: 'c' } })
    expect([before, compiled > before]).toEqual([0, true])
  } finally {
    globalThis.Function = realFunction
  }
})
