import { resolve } from 'node:path'
import { PassThrough } from 'node:stream'
import { afterEach, expect, it, vi } from 'vitest'
import { createRecordingLogger } from '../../../../test/support/recording-logger.ts'
import { AppError } from '../../../shared/errors/index.ts'
import { homePathsAt } from '../../platform/home-paths.ts'
import { exitCodes } from './exit-codes.ts'
import { runCommand, type CommandProgram, type Invocation, type OpenProgram } from './run-command.ts'

afterEach(() => void vi.useRealTimers())

const textIn = (stream: PassThrough) => String(stream.read() ?? '')
const isInvalid = () => Promise.reject(new AppError('configuration/invalid', 'Line 3 is no setting.'))
const isCancelled = () => Promise.reject(AppError.cancelled())

interface Fakes {
  readonly opened?: Partial<OpenProgram>
  readonly program?: Partial<CommandProgram>
  readonly invocation?: Partial<Invocation>
}

/** Runs a command that prints a line or two and opens nothing but the program. */
async function run({ opened, program, invocation }: Fakes = {}) {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()]
  const logger = { ...createRecordingLogger(), flush: vi.fn(() => Promise.resolve()) }
  const close = vi.fn(() => Promise.resolve())
  const settings = { load: () => Promise.resolve() } as unknown as OpenProgram['settings']
  const fakes = {
    appVersion: '1.2.3',
    logger,
    whenReady: () => Promise.resolve(),
    open: vi.fn(() => Promise.resolve({ settings, close, ...opened } as OpenProgram)),
    readLibrary: () => Promise.reject(new Error('Not asked for.')),
    installed: () => Promise.reject(new Error('Not asked for.')),
    ...program,
  }
  const code = await runCommand(
    {
      args: ['completion', 'fish'],
      env: {},
      cwd: '/',
      paths: homePathsAt('/home'),
      stdin,
      stdout,
      stderr,
      signal: new AbortController().signal,
      ...invocation,
    },
    fakes,
  )
  return { code, out: textIn(stdout), err: textIn(stderr), close, logger, open: fakes.open }
}

it('returns the exit code once everything is closed and logged', async () => {
  const { code, out, err, close, logger, open } = await run()
  expect([code, err]).toEqual([exitCodes.done, ''])
  expect(out).toContain('atelier')
  expect(open).toHaveBeenCalledOnce()
  expect(close).toHaveBeenCalledOnce()
  expect(logger.flush).toHaveBeenCalledOnce()
})

it('takes the configuration that a command names from the folder in which it was given', async () => {
  const services = vi.fn(isCancelled)
  await run({
    opened: { services },
    invocation: { args: ['providers', '--config', 'own.yaml'], cwd: resolve('/folder') },
  })
  expect(services).toHaveBeenCalledWith({ configPath: resolve('/folder/own.yaml') })
})

it('says once why the program cannot be opened, and tries it once', async () => {
  const open = vi.fn(isInvalid)
  const { code, out, err } = await run({ program: { open } })
  expect([code, out, err]).toEqual([exitCodes.badInput, '', 'Line 3 is no setting.\n'])
  expect(open).toHaveBeenCalledOnce()
})

it('says nothing of a failed opening to a command that needs none', async () => {
  const { code, err } = await run({ program: { open: isInvalid }, invocation: { args: ['completion', '--help'] } })
  expect([code, err]).toEqual([exitCodes.done, ''])
})

it('fails where something unexpected is thrown', async () => {
  const { code, err, close } = await run({ program: { whenReady: () => Promise.reject(new Error('No Electron.')) } })
  expect(code).toBe(exitCodes.failed)
  expect(err).toMatch(/\S/)
  expect(close).toHaveBeenCalledOnce()
})

it('is canceled if it fails after Ctrl+C', async () => {
  const { code } = await run({ program: { whenReady: isCancelled }, invocation: { signal: AbortSignal.abort() } })
  expect(code).toBe(exitCodes.canceled)
})

it('ends with what it has said where closing fails or never ends', async () => {
  const failing = await run({ opened: { close: () => Promise.reject(new Error('The disk is gone.')) } })
  expect(failing.code).toBe(exitCodes.done)
  expect(failing.logger.entries).toContainEqual(expect.objectContaining({ level: 'error', event: 'quit.failed' }))

  vi.useFakeTimers()
  let isOver = false
  const hanging = run({ opened: { close: () => new Promise(() => {}) } }).then((result) => {
    isOver = true
    return result
  })
  await vi.advanceTimersByTimeAsync(2_900)
  expect(isOver).toBe(false)
  await vi.advanceTimersByTimeAsync(200)
  expect((await hanging).code).toBe(exitCodes.done)
})
