import { mkdir, readdir, rename, stat, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { teamLimitsSchema, type TeamLimits } from '../../shared/domain/team.ts'
import { AppError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/team.ts'
import { syncFolder, writeFileAtomic } from '../platform/pure/atomic-file.ts'
import {
  createEmptyFile,
  fillFrom,
  openOwnFile,
  openUntrusted,
  readUntrusted,
} from '../platform/pure/untrusted-file.ts'
import { continueJournal, emptyJournal, formatRecord, type Journal, type JournalContent } from './journal.ts'

/**
 * The files that the members of a team share. Each member writes its own file alone, and reads all. Months are
 * `2026-11`, in UTC.
 */
export interface TeamFiles {
  /** null = none were set. @throws money/limits-unreadable */
  limits(): Promise<TeamLimits | null>
  setLimits(limits: TeamLimits): Promise<void>
  /** The time by the folder's own clock, which is the same for all members; milliseconds since 1970. */
  now(): Promise<number>
  /** Appends to this member's file. Resolves once every member can read it. */
  append(month: string, contents: readonly JournalContent[]): Promise<void>
  /** By member. @throws money/limits-unreadable where a file is damaged: what it says would be missing */
  readAll(month: string): Promise<ReadonlyMap<string, Journal>>
  readOwn(month: string): Promise<Journal>
}

interface TeamFilesOptions {
  readonly folder: string
  /** Of this member: 12 hexadecimal digits. */
  readonly writer: string
  readonly name: () => string
  readonly computer: string
}

/** Members write a few hundred bytes for each request. */
const journalBytesMax = 64_000_000
const limitsBytesMax = 10_000

const namePattern = /^([0-9a-f]{12})\.(\d{4}-\d{2})\.jsonl$/

export function openTeamFiles({ folder, writer, name, computer }: TeamFilesOptions): TeamFiles {
  const root = join(folder, 'atelier-team')
  const spending = join(root, 'spending')
  const limitsFile = join(root, 'limit.json')
  const pathOf = (member: string, month: string) => join(spending, `${member}.${month}.jsonl`)
  const read = createJournalReader()
  /** Members of a month whose files were there: `0123456789ab 2026-11`. */
  const seen = new Set<string>()
  const readOwn = (month: string) => read(pathOf(writer, month))

  async function append(month: string, contents: readonly JournalContent[]): Promise<void> {
    const journal = await readOwn(month)
    const self = { type: 'member', name: name(), computer } as const
    const isNew = journal.name !== self.name || journal.computer !== self.computer
    const records = isNew ? [self, ...contents] : contents
    // The clock of this computer is kept for people who read the file, and counts for nothing.
    const text = records.map((content, index) => formatRecord(journal.last + index + 1, Date.now(), content)).join('')
    await appendSynced(pathOf(writer, month), journal, text)
  }

  return {
    async limits() {
      const bytes = await readUntrusted(limitsFile, limitsBytesMax).catch(missing)
      return bytes === 'missing' ? null : parseLimits(new TextDecoder().decode(bytes ?? undefined), limitsFile)
    },
    async setLimits(limits) {
      await createFolders(root, spending)
      await writeFileAtomic(limitsFile, `${JSON.stringify({ version: 1, ...limits })}\n`)
    },
    async now() {
      await createFolders(root, spending)
      const probe = join(spending, `.${writer}.${process.pid}.clock`)
      const target = join(spending, `${writer}.clock`)
      await createEmptyFile(probe)
      // A rename in the folder also makes a network client list it anew: a file that a member has just begun is seen.
      await rename(probe, target)
      return (await stat(target)).mtimeMs
    },
    append,
    readOwn,
    async readAll(month) {
      const journals = new Map<string, Journal>()
      for (const member of await listMembers(spending, month)) {
        seen.add(`${member} ${month}`)
        journals.set(member, await read(pathOf(member, month)))
      }
      // What was there before and is gone would be missing from the sum.
      const gone = [...seen].find((each) => each.endsWith(month) && !journals.has(each.slice(0, each.indexOf(' '))))
      if (gone !== undefined) throw unreadable(messages.journalDamaged({ file: pathOf(gone.slice(0, -8), month) }))
      return journals
    },
  }
}

/** The folder itself is not created: where it is not connected, its place is empty. */
async function createFolders(...folders: readonly string[]): Promise<void> {
  for (const each of folders) {
    await mkdir(each).catch((thrown: unknown) => {
      if (errnoOf(thrown) !== 'EEXIST') throw thrown
    })
  }
}

async function listMembers(spending: string, month: string): Promise<string[]> {
  const names = (await readdir(spending).catch(nullIfMissing)) ?? []
  const members: string[] = []
  for (const name of names) {
    const [, member, itsMonth] = namePattern.exec(name) ?? []
    if (member === undefined && name.endsWith('.jsonl')) throw unreadable(messages.conflictCopy({ file: name }))
    if (member !== undefined && itsMonth === month) members.push(member)
  }
  return members
}

/** Reads only what was added since: files of a busy month have thousands of lines, and grow at their end alone. */
function createJournalReader(): (path: string) => Promise<Journal> {
  const known = new Map<string, Journal>()
  return async (path) => {
    const earlier = known.get(path) ?? emptyJournal
    // Opened even where nothing was added: network file systems look for changes when a file is opened.
    const file = await openUntrusted(path).catch(nullIfMissing)
    if (file === null) {
      if (earlier.last > 0) throw unreadable(messages.journalDamaged({ file: path }))
      return emptyJournal
    }
    try {
      const facts = await file.stat()
      const isSound = facts.isFile() && facts.size >= earlier.bytes && facts.size <= journalBytesMax
      const journal = isSound ? await readOn(file, earlier, facts.size) : null
      if (journal === null) throw unreadable(messages.journalDamaged({ file: path }))
      known.set(path, journal)
      return journal
    } finally {
      await file.close()
    }
  }
}

async function readOn(file: FileHandle, earlier: Journal, size: number): Promise<Journal | null> {
  if (size === earlier.bytes) return earlier
  const bytes = new Uint8Array(size - earlier.bytes)
  return continueJournal(earlier, bytes.subarray(0, await fillFrom(file, bytes, earlier.bytes)))
}

async function appendSynced(path: string, journal: Journal, text: string): Promise<void> {
  const file = await openOwnFile(path)
  try {
    // What an ended process has left unfinished is cut off.
    await file.truncate(journal.bytes)
    await writeAt(file, Buffer.from(text), journal.bytes)
    await file.sync()
  } finally {
    await file.close()
  }
  // Some network drives cannot flush a folder; the file itself is.
  if (journal.last === 0) await syncFolder(join(path, '..')).catch(() => undefined)
}

async function writeAt(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  let written = 0
  while (written < bytes.length) {
    const { bytesWritten } = await file.write(bytes, written, bytes.length - written, position + written)
    written += bytesWritten
  }
}

function parseLimits(text: string, file: string): TeamLimits {
  const damaged = unreadable(messages.limitsDamaged({ file }))
  try {
    const { version, ...limits } = JSON.parse(text) as Record<string, unknown>
    const parsed = teamLimitsSchema.safeParse(limits)
    if (version !== 1 || !parsed.success) throw damaged
    return parsed.data
  } catch {
    throw damaged
  }
}

function unreadable(message: string): AppError {
  return new AppError('money/limits-unreadable', message)
}

function missing(thrown: unknown): 'missing' {
  if (errnoOf(thrown) === 'ENOENT') return 'missing'
  throw thrown
}

function nullIfMissing(thrown: unknown): null {
  if (errnoOf(thrown) === 'ENOENT') return null
  throw thrown
}

function errnoOf(thrown: unknown): unknown {
  return thrown instanceof Error && 'code' in thrown ? thrown.code : undefined
}
