import { createHash } from 'node:crypto'
import fs from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { temporaryOwner } from '../../../src/main/platform/pure/temporary-name.ts'
import { AppError } from '../../../src/shared/errors/index.ts'
import { watchSteps, type Step, type StepWatch } from './watch-steps.ts'

/** What the work uses of the walk that it is part of. */
export interface Walk {
  /** Acknowledges an item: from here on, it must never be lost. */
  say(line: string): void
  /** What an error comes into; then it is tried once more. A kill may come outside of it as well. */
  attempt<Value>(operation: () => Promise<Value>): Promise<Value>
}

/** What is in the folder after a kill or an error. */
export interface Remains {
  /** `rename 3`: the kind of step, and how many came before it. */
  readonly point: string
  /** What had been acknowledged by then. */
  readonly said: readonly string[]
}

type Work = (walk: Walk) => Promise<void>
type Check = (remains: Remains) => Promise<unknown>

/**
 * Runs `work` once in this process and copies `folder` after each step that changed it, and once more with a written
 * file cut in half: what a kill at any moment would leave. The work is not stopped, since a copy shows as much. Then
 * checks each copy in the place of the folder, and returns how many there were.
 */
export async function walkKills(folder: string, work: Work, check: Check): Promise<number> {
  const copies = new Copies(folder)
  const said: string[] = []
  let steps = 0
  let isKeeping = false
  /** What a file had before it is appended to: a kill does not cut that. */
  let wholeBytes = 0
  const keep = (name: string, written: string | null): void => {
    if (isKeeping) return
    isKeeping = true
    try {
      const point = `${name} ${steps}`
      if (!copies.hasChanged(name)) return
      steps++
      if (written?.startsWith(folder) === true) {
        copies.add({ point: `${point}, half of it`, said: [...said] }, { path: written, wholeBytes })
      }
      copies.add({ point, said: [...said] })
    } finally {
      isKeeping = false
    }
  }
  try {
    keep('nothing', null)
    const watch: StepWatch = {
      before({ name, subject }) {
        if (isKeeping) return null
        const isAppending = name === 'appendFile' && subject !== null
        wholeBytes = isAppending ? (fs.statSync(subject, { throwIfNoEntry: false })?.size ?? 0) : 0
        return null
      },
      after: ({ name, kind, subject }) => keep(name, kind === 'writes' ? subject : null),
    }
    await asEndedProcess(watch, () =>
      work({
        say(line) {
          keep('acknowledged', null)
          said.push(line)
          copies.acknowledge([...said])
        },
        attempt: (operation) => operation(),
      }),
    )
    return await copies.check('A kill after', check)
  } finally {
    copies.remove()
  }
}

/**
 * Runs `work` once for each step of what it attempts, in the folder as it is now; that step fails as on a full disk, or
 * one that breaks. The attempt must fail with a clear error or succeed, and succeed when it is tried again; what is left
 * after the failure, and in the end, is checked in the place of the folder. Returns how many steps there were.
 */
export async function walkErrors(folder: string, work: Work, check: Check): Promise<number> {
  const before = new Copies(folder)
  try {
    before.add({ point: 'nothing', said: [] })
    for (let steps = 0; ; steps++) {
      before.restore()
      if (!(await failAt(steps, folder, work, check))) return steps
    }
  } finally {
    before.remove()
  }
}

/** Returns whether there was such a step. */
async function failAt(at: number, folder: string, work: Work, check: Check): Promise<boolean> {
  const copies = new Copies(folder)
  const said: string[] = []
  const faults = new Faults(folder, at)
  try {
    await asEndedProcess({ before: (step) => faults.next(step) }, () =>
      work({
        say: (line) => void said.push(line),
        async attempt(operation) {
          const { point } = faults
          const earlier = temporariesIn(folder)
          try {
            return await faults.during(operation)
          } catch (thrown) {
            if (faults.point === point) throw thrown
            requireClear(thrown, faults.point)
            const left = temporariesIn(folder).filter((name) => !earlier.includes(name))
            if (left.length > 0 && !faults.isRemoval)
              throw new Error(`An error at “${faults.point}” leaves: ${left.join(', ')}`, { cause: thrown })
            copies.add({ point: faults.point, said: [...said] })
            return operation()
          }
        },
      }),
    )
    if (faults.point === '') return false
    copies.add({ point: `${faults.point}, in the end`, said })
    await copies.check('An error at', check)
    return true
  } finally {
    copies.remove()
  }
}

/** Lets one step of those that are counted fail. */
class Faults {
  /** Where; empty = nowhere yet. */
  point = ''
  /** What cannot be removed is left to the next start. */
  isRemoval = false
  readonly #folder: string
  #left: number
  #isArmed = false
  #isInTransaction = false

  constructor(folder: string, at: number) {
    this.#folder = folder
    this.#left = at
  }

  async during<Value>(operation: () => Promise<Value>): Promise<Value> {
    this.#isArmed = this.point === ''
    try {
      return await operation()
    } finally {
      this.#isArmed = false
    }
  }

  next(step: Step): Error | null {
    if (!this.#counts(step) || this.#left-- > 0) return null
    this.#isArmed = false
    this.isRemoval = /^(rm|unlink)/.test(step.name)
    this.point = `${step.name} of ${step.subject?.replace(this.#folder, '') ?? 'a statement'}`
    return faultOf(step)
  }

  #counts({ kind, subject }: Step): boolean {
    if (kind === 'statement') return this.#countsStatement(subject ?? '')
    return this.#isArmed && kind !== 'reads' && subject?.startsWith(this.#folder) === true
  }

  /** One in a transaction that fails is undone as all of it is when it cannot be committed. */
  #countsStatement(text: string): boolean {
    if (/^(BEGIN|SAVEPOINT)/.test(text)) this.#isInTransaction = true
    else if (/^(COMMIT|ROLLBACK|RELEASE)/.test(text)) this.#isInTransaction = false
    return this.#isArmed && !this.#isInTransaction && !text.startsWith('ROLLBACK')
  }
}

function faultOf({ name, kind }: Step): Error {
  if (kind === 'statement') {
    const facts = { code: 'ERR_SQLITE_ERROR', errcode: 13, errstr: 'database or disk is full' }
    return Object.assign(new Error(facts.errstr), facts)
  }
  const code = kind === 'changes' ? 'EIO' : 'ENOSPC'
  const reason = kind === 'changes' ? 'i/o error' : 'no space left on device'
  return Object.assign(new Error(`${code}: ${reason}, ${name}`), { code, syscall: name })
}

function requireClear(thrown: unknown, point: string): void {
  if (thrown instanceof AppError && thrown.code.startsWith('storage/')) return
  throw new Error(`An error at “${point}” is told as: ${textOf(thrown)}`, { cause: thrown })
}

function textOf(thrown: unknown): string {
  if (thrown instanceof AppError) return `${thrown.code} ${thrown.message}`
  return thrown instanceof Error ? thrown.message : String(thrown)
}

function temporariesIn(folder: string): string[] {
  const names = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' })
  return names.filter((name) => temporaryOwner(basename(name)) !== null)
}

/** No process has this number: what the work leaves is that of one which has ended, and which lives until then. */
const endedProcessId = 2 ** 22 + 1

async function asEndedProcess(watch: StepWatch, work: () => Promise<void>): Promise<void> {
  const pid = Object.getOwnPropertyDescriptor(process, 'pid')!
  const { kill } = process
  const end = await watchSteps(watch)
  Object.defineProperty(process, 'pid', { ...pid, value: endedProcessId })
  process.kill = (id, signal) => (id === endedProcessId && signal === 0 ? true : kill.call(process, id, signal))
  try {
    await work()
  } finally {
    process.kill = kill
    Object.defineProperty(process, 'pid', pid)
    end()
  }
}

/** Copies of a folder, with all of their temporaries. */
class Copies {
  readonly #all: { readonly folder: string; remains: Remains }[] = []
  readonly #folder: string
  readonly #parent: string
  #last = ''
  #filesAtLast = 0

  constructor(folder: string) {
    this.#folder = folder
    this.#parent = fs.mkdtempSync(`${folder}-remains-`)
  }

  /** Whether anything on disk has changed since it was asked last. */
  hasChanged(step: string): boolean {
    const signature = ofWhatStays(() => {
      const names = this.#names()
      // A statement changes what a kill leaves only when it is committed, or makes a file.
      if (step === 'run' && names.length === this.#filesAtLast) return this.#last
      this.#filesAtLast = names.length
      return this.#signature(names)
    })
    if (signature === this.#last) return false
    this.#last = signature
    return true
  }

  /** @param halved a file of which the copy has only half of what comes after `wholeBytes` */
  add(remains: Remains, halved?: { readonly path: string; readonly wholeBytes: number }): void {
    if (halved !== undefined && !fs.existsSync(halved.path)) return
    const folder = join(this.#parent, String(this.#all.length))
    ofWhatStays(() => {
      fs.rmSync(folder, { recursive: true, force: true })
      copyFolder(this.#folder, folder)
    })
    if (halved !== undefined) {
      const cut = join(folder, halved.path.slice(this.#folder.length))
      if (fs.existsSync(cut)) fs.truncateSync(cut, Math.floor((halved.wholeBytes + fs.statSync(cut).size) / 2))
    }
    this.#all.push({ folder, remains })
  }

  /** What is on disk now has been acknowledged, and must still be there if the kill comes only now. */
  acknowledge(said: readonly string[]): void {
    const last = this.#all.at(-1)!
    last.remains = { ...last.remains, said }
  }

  /** The folder becomes what it was at the first copy. */
  restore(): void {
    fs.rmSync(this.#folder, { recursive: true })
    copyFolder(this.#all[0]!.folder, this.#folder)
  }

  /** Returns how many there were. */
  async check(what: string, check: Check): Promise<number> {
    const asLeft = join(this.#parent, 'left')
    fs.renameSync(this.#folder, asLeft)
    for (const { folder, remains } of this.#all) {
      fs.renameSync(folder, this.#folder)
      try {
        await check(remains)
      } catch (thrown) {
        const why = textOf(thrown)
        throw new Error(`${what} “${remains.point}” is not recovered from: ${why}`, { cause: thrown })
      } finally {
        fs.rmSync(this.#folder, { recursive: true })
      }
    }
    fs.renameSync(asLeft, this.#folder)
    return this.#all.length
  }

  remove(): void {
    fs.rmSync(this.#parent, { recursive: true, force: true })
  }

  #names(): string[] {
    const names = fs.readdirSync(this.#folder, { recursive: true, encoding: 'utf8' })
    return names.filter((name) => !name.endsWith('-shm')).toSorted()
  }

  /** Changes whenever anything on disk does. */
  #signature(names: readonly string[]): string {
    const hash = createHash('md5')
    for (const name of names) {
      const path = join(this.#folder, name)
      hash.update(`${name}\0`)
      if (fs.lstatSync(path).isFile()) hash.update(fs.readFileSync(path))
    }
    return hash.digest('hex')
  }
}

/** Without what SQLite shares between processes, which a kill does not leave valid. */
function copyFolder(from: string, to: string): void {
  fs.mkdirSync(dirname(to), { recursive: true })
  fs.cpSync(from, to, { recursive: true, filter: (path) => !path.endsWith('-shm') })
  for (const name of fs.readdirSync(to, { recursive: true, encoding: 'utf8' })) keepTimes(from, to, name)
}

/** Repeats `look` while files vanish under it: those that the work deletes on threads of its own, several at once. */
function ofWhatStays<Found>(look: () => Found): Found {
  for (let attempt = 1; ; attempt++) {
    try {
      return look()
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code !== 'ENOENT' || attempt === 20) throw thrown
    }
  }
}

/** Copied times lose their last digits: in the middle of a millisecond, that makes no other one of it. */
function keepTimes(from: string, to: string, name: string): void {
  const { mtimeMs } = fs.lstatSync(join(from, name))
  const seconds = (Math.trunc(mtimeMs) + 0.5) / 1_000
  fs.utimesSync(join(to, name), seconds, seconds)
}
