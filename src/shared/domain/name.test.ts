import { describe, expect, it } from 'vitest'
import { nameSchema } from './name.ts'

describe('nameSchema', () => {
  it.each(['Kites', ' 紙 ', 'a\u0301', '<b>', 'x'.repeat(200)])('takes %j', (name) => {
    expect(nameSchema.parse(name)).toBe(name.trim())
  })

  it.each(['', '  ', '\0', 'kites\0', 'x'.repeat(201)])('refuses %j', (name) => {
    expect(nameSchema.safeParse(name).success).toBe(false)
  })
})
