import fs from 'node:fs'
import promises from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import { DatabaseSync, StatementSync } from 'node:sqlite'

/** One call that may change what is on disk. */
export interface Step {
  /** What was called: `rename`, `writev`, `exec`. */
  readonly name: string
  readonly kind: 'creates' | 'writes' | 'changes' | 'reads' | 'statement'
  /** The file, or the text of a statement; null = not known. */
  readonly subject: string | null
}

export interface StepWatch {
  /** What the step fails with instead of being carried out; null = it is carried out. */
  before?(step: Step): Error | null
  after?(step: Step): void
}

/** What changes files: in `node:fs/promises`, in `node:fs`, in streams, on an open file, and in SQLite. */
const steps = {
  promises:
    'appendFile chmod copyFile cp link mkdir mkdtemp open rename rm rmdir symlink truncate unlink utimes writeFile',
  sync: 'closeSync copyFileSync fsyncSync linkSync mkdirSync openSync renameSync rmSync unlinkSync writeFileSync writeSync',
  stream: 'open write writev fsync',
  handle: 'appendFile datasync sync truncate write writeFile writev',
}

type Args = readonly unknown[]
type Method = (...args: Args) => unknown

/** Watches the steps of this process. Returns how to stop. */
export async function watchSteps(watch: StepWatch): Promise<() => void> {
  const handle = await promises.open(process.execPath)
  const handles = Object.getPrototypeOf(handle) as object
  await handle.close()
  const opened = new Map<unknown, string>()
  const undo: (() => void)[] = []
  /** Node itself keeps what it finds in `fs` when a part of it is first used. */
  let isOver = false

  const before = (step: Step): Error | null => (isOver ? null : (watch.before?.(step) ?? null))
  const done = (step: Step, value: unknown): void => {
    if (isOver) return
    if (step.name.startsWith('open')) opened.set(value, step.subject ?? '')
    watch.after?.(step)
  }
  const toStep = (name: string, args: Args, subject = opened.get(args[0]) ?? String(args[0])): Step => ({
    name,
    kind: kindOf(name, args),
    subject,
  })

  function replace(target: object, name: string, replacement: (real: Method) => Method): void {
    const methods = target as Record<string, Method>
    const real = methods[name]!
    methods[name] = replacement(real)
    undo.push(() => void (methods[name] = real))
  }

  const watchAsync = (target: object, name: string) =>
    replace(target, name, (real) => {
      return async function (this: unknown, ...args: Args): Promise<unknown> {
        const step = toStep(name, args, target === handles ? (opened.get(this) ?? '') : undefined)
        const failure = before(step)
        if (failure !== null) {
          await halfOf(step, () => Reflect.apply(real, this, args) as Promise<unknown>)
          throw failure
        }
        const value: unknown = await Reflect.apply(real, this, args)
        done(step, value)
        return value
      }
    })

  const watchSync = (target: object, name: string) =>
    replace(target, name, (real) => {
      return function (this: unknown, ...args: Args): unknown {
        const step = toStep(name, args)
        const failure = before(step)
        if (failure !== null) throw failure
        const value = Reflect.apply(real, this, args)
        done(step, value)
        return value
      }
    })

  /** What a stream of `node:fs` calls, each with what to do once it is done. */
  const watchStream = (name: string) =>
    replace(fs, name, (real) => (...args: Args) => {
      const step = toStep(name, args)
      const failure = before(step)
      const next = args.at(-1) as Method
      if (failure !== null) return process.nextTick(next, failure)
      return real(...args.slice(0, -1), (problem: unknown, ...values: unknown[]) => {
        if (problem === null) done(step, values[0])
        next(problem, ...values)
      })
    })

  for (const name of steps.promises.split(' ')) watchAsync(promises, name)
  for (const name of steps.handle.split(' ')) watchAsync(handles, name)
  for (const name of steps.sync.split(' ')) watchSync(fs, name)
  for (const name of steps.stream.split(' ')) watchStream(name)
  watchSync(DatabaseSync.prototype, 'exec')
  watchSync(StatementSync.prototype, 'run')
  syncBuiltinESMExports()
  return () => {
    isOver = true
    for (const each of undo.splice(0)) each()
    syncBuiltinESMExports()
  }
}

function kindOf(name: string, [, second]: Args): Step['kind'] {
  if (name === 'exec' || name === 'run') return 'statement'
  if (/^(append|write)/.test(name)) return 'writes'
  if (name.startsWith('open')) return /[wa]/.test(String(second)) ? 'creates' : 'reads'
  if (/^(copyFile|cp|link|mk|symlink)/.test(name)) return 'creates'
  return name === 'closeSync' ? 'reads' : 'changes'
}

/** A disk fills up in the middle of a file. */
async function halfOf({ kind, subject }: Step, write: () => Promise<unknown>): Promise<void> {
  if (kind !== 'writes' || subject === null) return
  const before = fs.statSync(subject, { throwIfNoEntry: false })?.size ?? 0
  await write().catch(() => undefined)
  const after = fs.statSync(subject, { throwIfNoEntry: false })?.size ?? 0
  if (after > 0) fs.truncateSync(subject, Math.floor((Math.min(before, after) + after) / 2))
}
