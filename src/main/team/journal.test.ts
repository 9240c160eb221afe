import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { continueJournal, emptyJournal, formatRecord, type JournalContent } from './journal.ts'

const member: JournalContent = { type: 'member', name: 'Ana', computer: 'studio-mac' }
const reserve = (id: string, micro: number): JournalContent => ({ type: 'reserve', id, day: '2026-11-26', micro })
const settle = (id: string, micro: number): JournalContent => ({ type: 'settle', id, micro })

const text = (...parts: string[]) => continueJournal(emptyJournal, new TextEncoder().encode(parts.join('')))

function write(...contents: readonly JournalContent[]): Uint8Array {
  return new TextEncoder().encode(contents.map((content, index) => formatRecord(index + 1, 1_000, content)).join(''))
}

describe('a member’s file', () => {
  it('says who writes it, what is reserved and what it came to', () => {
    const bytes = write(member, reserve('1:a', 40_000), reserve('2:b', 70_000), settle('1:a', 31_500))
    const journal = continueJournal(emptyJournal, bytes)
    expect(journal).toMatchObject({ last: 4, bytes: bytes.length, name: 'Ana', computer: 'studio-mac' })
    expect([...(journal?.reservations.values() ?? [])]).toEqual([
      { id: '1:a', day: '2026-11-26', micro: 31_500, isOpen: false },
      { id: '2:b', day: '2026-11-26', micro: 70_000, isOpen: true },
    ])
  })

  it('is the same read at once or piece by piece, wherever it was cut', () => {
    const bytes = write(member, reserve('1:a', 40_000), reserve('2:b', 70_000), settle('1:a', 31_500), settle('2:b', 0))
    const whole = continueJournal(emptyJournal, bytes)
    fc.assert(
      fc.property(fc.array(fc.nat(bytes.length)), (cuts) => {
        let journal = emptyJournal
        for (const cut of [...cuts.toSorted((a, b) => a - b), bytes.length]) {
          journal = continueJournal(journal, bytes.subarray(journal.bytes, Math.max(cut, journal.bytes)))!
        }
        expect(journal).toEqual(whole)
      }),
    )
  })

  it('with any byte changed is damaged, or misses its last line at most', () => {
    const bytes = write(member, reserve('1:a', 40_000), reserve('2:b', 70_000), settle('1:a', 31_500))
    const whole = continueJournal(emptyJournal, bytes)
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const changed = Uint8Array.from(bytes)
        changed[at]! ^= change
        const journal = continueJournal(emptyJournal, changed)
        if (journal === null) return
        expect(at).toBe(bytes.length - 1)
        expect(journal.last).toBe(whole!.last - 1)
      }),
    )
  })

  it('with a line missing, repeated, settled twice or never reserved is damaged', () => {
    const first = formatRecord(1, 0, reserve('1:a', 5))
    expect(text(first)).not.toBeNull()
    expect(text(formatRecord(2, 0, reserve('1:a', 5)))).toBeNull()
    expect(text(first, first)).toBeNull()
    expect(text(first, formatRecord(2, 0, reserve('1:a', 5)))).toBeNull()
    expect(text(first, formatRecord(2, 0, settle('2:b', 5)))).toBeNull()
    expect(text(first, formatRecord(2, 0, settle('1:a', 5)), formatRecord(3, 0, settle('1:a', 5)))).toBeNull()
    expect(text('{} x\n')).toBeNull()
    expect(text('\n')).toBeNull()
  })
})
