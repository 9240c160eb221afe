import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { AppError } from '../../shared/errors/index.ts'
import { createLogger } from './logger.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-logs-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const clock = { nowMs: () => Date.UTC(2026, 10, 20) }

test('writes one JSON object per line, in order', async () => {
  const logger = createLogger({ folder, clock })
  logger.info('started', { version: '0.1.0' })
  logger.error('broke', { error: new AppError('storage/full', 'The disk is full.', { detail: { errno: 'ENOSPC' } }) })
  await logger.flush()
  const lines = (await readFile(join(folder, 'atelier.log'), 'utf8')).trimEnd().split('\n')
  const [first, second] = lines.map((line) => JSON.parse(line) as Record<string, unknown>)
  expect(first).toEqual({
    time: '2026-11-20T00:00:00.000Z',
    level: 'info',
    event: 'started',
    detail: { version: '0.1.0' },
  })
  expect(second).toMatchObject({
    level: 'error',
    detail: { error: { code: 'storage/full', detail: { errno: 'ENOSPC' } } },
  })
})

test.each([
  ['a field by its name', { apiKey: 'abc' }],
  ['a nested field', { request: { headers: { Authorization: 'abc' } } }],
  ['a bearer header in text', { text: 'sent Bearer abc.def-ghi' }],
  ['a key by its prefix', { text: 'used sk-proj-12345678abcdef' }],
  ['a long run of letters and digits', { text: 'used 0123456789abcdef0123456789abcdef!' }],
  ['an error message', { error: new Error('rejected r8_abcdefgh12345678') }],
])('redacts secrets: %s', async (_where, detail) => {
  const logger = createLogger({ folder, clock })
  logger.warn('tried', detail)
  await logger.flush()
  const text = await readFile(join(folder, 'atelier.log'), 'utf8')
  expect(text).toContain('[redacted]')
  expect(text).not.toMatch(/abc/)
})

test('rotates files by size and deletes the oldest', async () => {
  const logger = createLogger({ folder, clock, fileBytesMax: 400, filesKept: 2 })
  for (let n = 0; n < 40; n++) {
    logger.info('event', { n })
    await logger.flush()
  }
  expect((await readdir(folder)).toSorted()).toEqual(['atelier.1.log', 'atelier.2.log', 'atelier.log'])
  expect(await readFile(join(folder, 'atelier.log'), 'utf8')).toContain('"n":39')
})

const manyFields = Object.fromEntries(Array.from({ length: 200 }, (_, n) => [`field ${n}`, 'x'.repeat(900)]))

test.each<[string, Record<string, unknown>]>([
  ['a text of megabytes', { problem: 'wrong entry; '.repeat(700_000) }],
  ['characters of several bytes', { problem: '赤'.repeat(100_000) }],
  ['a million entries', { problem: Array.from({ length: 1_000_000 }, (_, n) => n) }],
  ['many long fields', manyFields],
  ['long names of fields', { ['name '.repeat(500_000)]: 1 }],
  ['many long fields in many fields', Object.fromEntries(Object.keys(manyFields).map((name) => [name, manyFields]))],
  [
    'an error with a long message and its cause',
    { error: new Error('x '.repeat(1e6), { cause: new Error('y '.repeat(1e6)) }) },
  ],
])('logs an event in at most 8 kB: %s', async (_what, detail) => {
  const logger = createLogger({ folder, clock })
  logger.error('ipc.failed', detail)
  logger.info('next')
  await logger.flush()
  const lines = (await readFile(join(folder, 'atelier.log'), 'utf8')).trimEnd().split('\n')
  expect(lines.map((line) => (JSON.parse(line) as { event: string }).event)).toEqual(['ipc.failed', 'next'])
  for (const line of lines) expect(Buffer.byteLength(line)).toBeLessThan(8_000)
})

test('keeps fields that fit and marks truncated ones', async () => {
  const logger = createLogger({ folder, clock })
  logger.error('ipc.failed', { route: 'catalogue.mark', problem: 'wrong entry; '.repeat(700_000) })
  await logger.flush()
  const line = JSON.parse(await readFile(join(folder, 'atelier.log'), 'utf8')) as { detail: Record<string, string> }
  expect(line.detail['route']).toBe('catalogue.mark')
  expect(line.detail['problem']).toMatch(/^(wrong entry; ){150}.*… \[9100000 characters\]$/)
})

test('redacts a key that is cut by truncation', async () => {
  const key = 'sk-proj-12345678abcdef'
  const logger = createLogger({ folder, clock })
  for (let offset = 1_970; offset <= 2_000; offset++)
    logger.info('event', { text: `${'- '.repeat(offset / 2)}${key} - -` })
  await logger.flush()
  const text = await readFile(join(folder, 'atelier.log'), 'utf8')
  expect(text).not.toContain('sk-')
})

test('never throws on an unwritable log or a circular detail', async () => {
  await writeFile(join(folder, 'file'), '')
  const logger = createLogger({ folder: join(folder, 'file'), clock })
  const circle: Record<string, unknown> = {}
  circle['self'] = circle
  logger.info('event', circle)
  await logger.flush()
  expect(await readdir(folder)).toEqual(['file'])
})
