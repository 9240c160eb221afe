import { appendFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { systemClock, type Clock } from './clock.ts'
import { createFolder } from './pure/create-folder.ts'
import { redact } from './redact.ts'

export interface Logger {
  info(event: string, detail?: Readonly<Record<string, unknown>>): void
  warn(event: string, detail?: Readonly<Record<string, unknown>>): void
  error(event: string, detail?: Readonly<Record<string, unknown>>): void
}

export interface FileLogger extends Logger {
  /** Resolves when everything logged so far is in the file. */
  flush(): Promise<void>
}

interface LoggerOptions {
  readonly folder: string
  readonly clock?: Clock
  /** The file is rotated when it grows past this. */
  readonly fileBytesMax?: number
  /** How many rotated files are kept. */
  readonly filesKept?: number
}

const lineBytesMax = 8_000
/** Text lengths within a detail, tried in turn until the line fits. */
const charactersTried = [2_000, 500, 100] as const

/**
 * Writes one JSON object of at most 8 kB per line to `<folder>/atelier.log`; `atelier.1.log` is the previous file.
 * Never throws and never blocks: a log that cannot be written is dropped without failing the work it describes.
 */
export function createLogger(options: LoggerOptions): FileLogger {
  const { folder, clock = systemClock, fileBytesMax = 2_000_000, filesKept = 4 } = options
  let waiting: string[] = []
  let writing: Promise<void> = Promise.resolve()
  let fileBytes: number | null = null

  async function write(): Promise<void> {
    const lines = waiting.join('')
    waiting = []
    if (lines === '') return
    fileBytes ??= await openedSize(folder)
    if (fileBytes + lines.length > fileBytesMax && fileBytes > 0) {
      await rotate(folder, filesKept)
      fileBytes = 0
    }
    await appendFile(logPath(folder, 0), lines)
    fileBytes += Buffer.byteLength(lines)
  }

  function log(level: string, event: string, detail: Readonly<Record<string, unknown>> | undefined): void {
    waiting.push(toLine(clock.nowMs(), level, event, detail))
    if (waiting.length === 1) writing = writing.then(write).catch(() => undefined)
  }

  return {
    info: (event, detail) => log('info', event, detail),
    warn: (event, detail) => log('warn', event, detail),
    error: (event, detail) => log('error', event, detail),
    flush: () => writing,
  }
}

function toLine(nowMs: number, level: string, event: string, detail: unknown): string {
  const head = { time: new Date(nowMs).toISOString(), level, event }
  if (detail === undefined) return `${JSON.stringify(head)}\n`
  try {
    for (const charactersMax of charactersTried) {
      const line = `${JSON.stringify({ ...head, detail: redact(detail, charactersMax) })}\n`
      if (Buffer.byteLength(line) <= lineBytesMax) return line
    }
  } catch {
    // An event whose detail cannot be serialized is logged without it.
  }
  return `${JSON.stringify({ ...head, detail: '[not logged: too long or not readable]' })}\n`
}

function logPath(folder: string, index: number): string {
  return join(folder, index === 0 ? 'atelier.log' : `atelier.${index}.log`)
}

async function openedSize(folder: string): Promise<number> {
  await createFolder(folder)
  return stat(logPath(folder, 0)).then(
    (facts) => facts.size,
    () => 0,
  )
}

async function rotate(folder: string, filesKept: number): Promise<void> {
  await rm(logPath(folder, filesKept), { force: true })
  for (let index = filesKept - 1; index >= 0; index--) {
    await rename(logPath(folder, index), logPath(folder, index + 1)).catch(() => undefined)
  }
}
