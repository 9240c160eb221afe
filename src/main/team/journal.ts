import { createHash } from 'node:crypto'
import { z } from 'zod'
import { parseJson } from '../../shared/util/parse-json.ts'

/** Millionths of a dollar: sums of whole numbers are exact. */
const microSchema = z.int().nonnegative()

/** What another member wrote is shown, and never refused for its length. */
const shownCharactersMax = 200
const shownSchema = z.string().transform((text) => text.slice(0, shownCharactersMax))

const contentSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('member'), name: shownSchema, computer: shownSchema }),
  /** Written before a request is sent. `id`: see `reservationId`. `day`: in UTC. */
  z.object({ type: z.literal('reserve'), id: z.string(), day: z.iso.date(), micro: microSchema }),
  /** What became of it: 0 = it cost nothing, or was not sent. */
  z.object({ type: z.literal('settle'), id: z.string(), micro: microSchema }),
])
export type JournalContent = z.output<typeof contentSchema>

const lineSchema = z.object({ n: z.int().positive(), at: z.int() }).and(contentSchema)

export interface Reservation {
  readonly id: string
  readonly day: string
  /** What counts: reserved, or settled. */
  readonly micro: number
  readonly isOpen: boolean
}

/** What one member's file of one month says. */
export interface Journal {
  /** Number of the last record. */
  readonly last: number
  /** Length of the complete records in bytes: what follows was never finished, so nothing was sent for it. */
  readonly bytes: number
  readonly name: string
  readonly computer: string
  readonly reservations: ReadonlyMap<string, Reservation>
}

export const emptyJournal: Journal = { last: 0, bytes: 0, name: '', computer: '', reservations: new Map() }

/** One line with its number, a checksum and a line feed. */
export function formatRecord(n: number, atMs: number, content: JournalContent): string {
  const json = JSON.stringify({ n, at: atMs, ...content })
  return `${json} ${checksumOf(json)}\n`
}

/**
 * Continues `journal` with the bytes that follow it. An unfinished last line is left out: its writer has not sent
 * anything yet, and reads this file's other side before it does. Returns null if a complete line is damaged or missing.
 */
export function continueJournal(journal: Journal, bytes: Uint8Array): Journal | null {
  const length = bytes.lastIndexOf(0x0a) + 1
  const text = new TextDecoder().decode(bytes.subarray(0, length))
  const reservations = new Map(journal.reservations)
  let { last, name, computer } = journal
  for (const line of text.split('\n').slice(0, -1)) {
    const record = parseLine(line)
    if (record === null || record.n !== last + 1) return null
    last = record.n
    if (record.type === 'member') ({ name, computer } = record)
    else if (!noteAmount(reservations, record)) return null
  }
  return { last, bytes: journal.bytes + length, name, computer, reservations }
}

/** Each reservation is made once, and settled once at most. */
function noteAmount(
  reservations: Map<string, Reservation>,
  record: Exclude<JournalContent, { type: 'member' }>,
): boolean {
  const { id, micro } = record
  const earlier = reservations.get(id)
  if (record.type === 'reserve') {
    if (earlier !== undefined) return false
    reservations.set(id, { id, day: record.day, micro, isOpen: true })
    return true
  }
  if (!earlier?.isOpen) return false
  reservations.set(id, { ...earlier, micro, isOpen: false })
  return true
}

function parseLine(line: string): z.output<typeof lineSchema> | null {
  const space = line.lastIndexOf(' ')
  const json = line.slice(0, space)
  if (space < 0 || line.slice(space + 1) !== checksumOf(json)) return null
  return lineSchema.safeParse(parseJson(json)).data ?? null
}

function checksumOf(json: string): string {
  return createHash('sha256').update(json).digest('hex').slice(0, 8)
}
