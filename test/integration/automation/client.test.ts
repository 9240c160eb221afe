import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text as textOf } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connect, type Atelier, type ConnectOptions } from '../../../src/client/index.ts'
import { relayFile } from '../../support/host/wire.ts'
import { McpStage } from '../../support/mcp-stage.ts'
import { commandArgs, projectRoot, runBuiltProgram } from '../../support/run-built-program.ts'
import { countStart } from '../../support/count-start.ts'
import { runCommand, type ProgramResult } from '../../support/run-command.ts'

let stage: McpStage
const photo = () => stage.at('secret', 'photo.png')
const mask = () => stage.at('photos', 'mask.png')
const openai = { provider: 'openai', model: 'gpt-image-2', size: '1024x1024', quality: 'draft' } as const
const kite = { ...openai, prompt: 'a kite' }
const submissions = () => stage.services.server('openai').submissions().length

beforeAll(async () => {
  stage = await McpStage.open()
  const { code, out, err } = await write('atelier-client')
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(out).toContain(stage.at('atelier-client'))
  // As `npm install ./atelier-client` does.
  await mkdir(stage.at('node_modules'))
  await symlink(stage.at('atelier-client'), stage.at('node_modules', 'atelier-client'), 'junction')
  await symlink(join(projectRoot, 'node_modules', '@types'), stage.at('node_modules', '@types'), 'junction')
})
afterAll(() => stage.close())

function runNode(file: string, ...args: string[]): Promise<ProgramResult> {
  return runProgram(process.execPath, [stage.at(file), ...args])
}

async function runProgram(command: string, args: readonly string[]): Promise<ProgramResult> {
  const child = spawn(command, args, { cwd: stage.folder, env: { ...stage.env, ELECTRON_RUN_AS_NODE: '1' } })
  child.stdin.end()
  const ended = once(child, 'close') as Promise<[number | null]>
  const [out, err, [code]] = await Promise.all([textOf(child.stdout), textOf(child.stderr), ended])
  return { code, out, err }
}

/** The program of this test, with the library's source. It is the host's, unless another is named. */
async function withAtelier<T>(options: ConnectOptions, work: (atelier: Atelier) => Promise<T>): Promise<T> {
  const messages: string[] = []
  const env = { ...stage.env, ELECTRON_RUN_AS_NODE: '1' }
  const launch = { command: process.execPath, args: [join(projectRoot, relayFile)], env }
  const atelier = await connect({ ...launch, onMessage: (line) => messages.push(line), ...options })
  try {
    return await work(atelier)
  } finally {
    await atelier.close()
  }
}

const failureOf = async (call: Promise<unknown>) =>
  call.then(
    () => 'succeeded',
    ({ code, message }: { code: string; message: string }) => `${code}: ${message}`,
  )

/** The programs in the documentation, by the name in their first line. */
async function writeExamples(): Promise<string[]> {
  const text = await readFile(join(projectRoot, 'docs', 'client.md'), 'utf8')
  const names: string[] = []
  for (const [, name = '', code = ''] of text.matchAll(/```js\n\/\/ (\w+\.mjs):[^\n]*\n([^]*?)```/g)) {
    names.push(name)
    await writeFile(stage.at(name), code)
  }
  return names
}

it.skipIf(process.platform === 'win32')('starts Atelier once', async () => {
  const note = stage.at('starts')
  const script = 'echo started >> "$0" && exec "$@"'
  const args = ['-c', script, note, process.execPath, ...commandArgs]
  countStart()
  await withAtelier({ command: 'sh', args, env: stage.env }, async ({ version }) => expect(version).not.toBe(''))
  expect(await readFile(note, 'utf8')).toBe('started\n')
})

describe('the documented programs', () => {
  beforeAll(async () => {
    expect(await writeExamples()).toEqual(['clean.mjs', 'cheapest.mjs', 'repaint.mjs'])
  })

  it('remove dust from a folder of photos', async () => {
    // By the program itself, from the library that it wrote: the other documented programs are run in the host.
    const written = await runBuiltProgram(['client', 'atelier-client'], { home: stage.at('home'), cwd: stage.folder })
    expect(written).toMatchObject({ code: 0, err: '' })
    await mkdir(stage.at('dusty'))
    for (const name of ['one.png', 'two.png']) await writeFile(stage.at('dusty', name), await readFile(photo()))
    countStart()
    const { code, out, err } = await runNode('clean.mjs', 'dusty', mask(), 'cleaned')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect((await write('atelier-client')).code).toBe(0)
    expect(out).toBe('one.png: 0 pixels changed outside of the mask\ntwo.png: 0 pixels changed outside of the mask\n')
    expect(await readdir(stage.at('cleaned'))).toEqual(['one.png.png', 'two.png.png'])
    expect(await readFile(stage.at('cleaned', 'one.png.png'))).not.toEqual(await readFile(photo()))
  })

  it('take the cheapest model', async () => {
    const sentBefore = submissions()
    const { code, out } = await runNode('cheapest.mjs', 'a lighthouse at dusk')
    expect(code).toBe(0)
    const prices = [...out.matchAll(/^[\w-]+\/[\w.:/-]+: \$([\d.e-]+)$/gm)].map(([, price]) => Number(price))
    expect(prices.length).toBeGreaterThan(1)
    expect(prices).toEqual(prices.toSorted((a, b) => a - b))
    expect(out).toMatch(new RegExp(`images/.+\\.jpe?g for \\$${String(prices[0])}`))
    expect(await readdir(stage.at('images'))).toHaveLength(1)
    // Asking for prices sends nothing; the demo provider is free and local.
    expect(submissions() - sentBefore).toBe(prices[0] === 0 ? 0 : 1)
  })

  it('edit with a mask, and compare', async () => {
    const { code, out, err } = await runNode('repaint.mjs', photo(), mask(), 'a red door', 'fake')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toMatch(/: [1-9]\d*\.\d% changed, 0 pixels outside of the mask\nPaid \$0, today \$0\n$/)
    // This service repaints everything, which does not fit.
    const paid = await runNode('repaint.mjs', photo(), mask(), 'a red door', 'openai')
    expect(paid.out).toContain('seems to have ignored your mask')
    expect(paid.out).toMatch(/null pixels outside of the mask\nPaid \$0\.\d+, today \$0\.\d+\n$/)
  })

  it('say what went wrong by its code', async () => {
    const { code, err } = await runNode('repaint.mjs', stage.at('none.png'), mask(), 'a red door', 'fake')
    expect(code).toBe(1)
    expect(err).toContain('storage/not-found: ')
  })

  it('are typed, as wrong calls show', async () => {
    const program = `
      import { connect, type ToolResult } from 'atelier-client'
      const atelier = await connect({ maxCostUsd: 1 })
      const { images } = await atelier.call('generate_image', { prompt: 'a kite', n: 2 })
      const path: string = images[0]!.path
      const found: ToolResult<'search_library'> = await atelier.call('search_library', {})
      const total: number = found.total
      // @ts-expect-error no such tool
      await atelier.call('draw', {})
      // @ts-expect-error the prompt is missing
      await atelier.call('generate_image', {})
      // @ts-expect-error not a number
      await atelier.call('generate_image', { prompt: 'a kite', n: 'two' })
      // @ts-expect-error searching is free
      await atelier.plan('search_library', {})
      export { path, total }
    `
    await writeFile(stage.at('typed.mts'), program)
    const compiler = join(projectRoot, 'node_modules', 'typescript-go', 'bin', 'tsc')
    const flags = ['--noEmit', '--module', 'nodenext', '--target', 'es2022', '--types', 'node']
    const strict = await runProgram(process.execPath, [compiler, ...flags, '--strict', 'typed.mts'])
    expect(strict.out).toBe('')
    const loose = ['--allowJs', '--checkJs', '--strict', 'false', 'clean.mjs', 'cheapest.mjs', 'repaint.mjs']
    expect((await runProgram(process.execPath, [compiler, ...flags, ...loose])).out).toBe('')
  })
})

describe('a program of the user', () => {
  it('has no folders and marks of agents, and works beside one', async () => {
    const agent = await stage.connect()
    const [id, version] = await withAtelier({}, async (atelier) => {
      const { images } = await atelier.call('fill_image', { input_image: photo(), mask_image: mask(), seed: 3 })
      return [images[0]!.id!, atelier.version]
    })
    expect(version).toMatch(/^\d+\.\d+\.\d+$/)
    const found = await agent.done('get_image', { id })
    expect(found).toMatchObject({ image: { id }, recipe: { operation: 'fill' } })
    expect(found['recipe']).not.toHaveProperty('agent')
    expect(await agent.failure('fill_image', { input_image: photo(), mask_image: mask() })).toContain(
      stage.at('photos'),
    )
  })

  it('learns a price without sending, and pays no more than it allowed', async () => {
    const sentBefore = submissions()
    await withAtelier({ maxCostUsd: 0.01 }, async (atelier) => {
      const { cost_estimate: estimate, cost } = await atelier.plan('generate_image', kite)
      expect([estimate! > 0 && estimate! <= 0.01, cost]).toEqual([true, 0])
      expect(submissions()).toBe(sentBefore)
      const calls = await Promise.all([1, 2, 3].map(() => failureOf(atelier.call('generate_image', kite))))
      const allowed = Math.floor(0.01 / estimate!)
      expect(calls.filter((end) => end === 'succeeded')).toHaveLength(allowed)
      expect(calls.filter((end) => end.startsWith('money/over-cap'))).toHaveLength(3 - allowed)
      expect(submissions()).toBe(sentBefore + allowed)
    })
    await withAtelier({}, async (atelier) => {
      const { attempts } = await atelier.call('ledger', { limit: 1 })
      expect(attempts[0]).toMatchObject({ started_by: 'command-line' })
    })
  })

  it('is asked before a spending limit is exceeded', async () => {
    const caps = { perRunUsd: 0.001, perDayUsd: null, perMonthUsd: null, onOver: 'ask' }
    const settings = { version: 1, caps, agents: { folders: [stage.at('photos')] } }
    await writeFile(stage.at('home', 'settings.json'), JSON.stringify(settings))
    try {
      const sentBefore = submissions()
      expect(await withAtelier({}, (atelier) => failureOf(atelier.call('generate_image', kite)))).toContain(
        'money/needs-approval',
      )
      const questions: string[] = []
      const answering = (answer: boolean) =>
        withAtelier(
          {
            confirm(question) {
              questions.push(question)
              return answer
            },
          },
          (atelier) => failureOf(atelier.call('generate_image', kite)),
        )
      expect(await answering(false)).toContain('request/cancelled')
      expect(submissions()).toBe(sentBefore)
      expect(await answering(true)).toBe('succeeded')
      expect(submissions()).toBe(sentBefore + 1)
      expect(questions).toHaveLength(2)
      expect(questions[0]).toContain('$0.0')
    } finally {
      await stage.change({})
    }
  })

  it('cancels, and learns when the program has ended', async () => {
    await withAtelier({}, async (atelier) => {
      const controller = new AbortController()
      const call = atelier.call('generate_image', kite, { signal: controller.signal })
      controller.abort()
      expect(await failureOf(call)).toBe('request/cancelled: Canceled.')
      await atelier.close()
      expect(await failureOf(atelier.call('list_providers', {}))).toContain('client/closed: ')
    })
  })

  it('hears the progress', async () => {
    const steps: number[] = []
    await withAtelier({}, (atelier) =>
      atelier.call('generate_image', kite, { onProgress: (fraction) => void steps.push(fraction) }),
    )
    expect(steps.length).toBeGreaterThan(0)
    expect(steps).toEqual(steps.toSorted((a, b) => a - b))
  })

  it('is told when Atelier cannot be started', async () => {
    const missing = await failureOf(connect({ command: '/nowhere/atelier' }))
    expect(missing).toMatch(/^client\/not-started: Atelier could not be started as “\/nowhere\/atelier”/)
    const home = stage.at('photos', 'photo.png')
    countStart()
    const launch = { args: commandArgs, env: { ...stage.env, ATELIER_HOME: home } }
    const failed = await failureOf(withAtelier(launch, () => Promise.resolve()))
    expect(failed).toMatch(/^client\/not-started: /)
  })
})

const write = (folder: string) => runCommand(['client', folder], { home: stage.at('home'), cwd: stage.folder })

describe('atelier client', () => {
  it('replaces an older copy and nothing else', async () => {
    await writeFile(stage.at('atelier-client', 'index.js'), 'old')
    expect((await write('atelier-client')).code).toBe(0)
    expect(await readFile(stage.at('atelier-client', 'index.js'), 'utf8')).not.toBe('old')
    expect(await write('photos')).toMatchObject({ code: 2, err: '“photos” holds other files. Choose a new folder.\n' })
    expect(await readdir(stage.at('photos'))).toEqual(['mask.png', 'photo.png'])
  })

  it('needs --trusted for what only the user’s own programs may do', async () => {
    const { code, err } = await runCommand(['mcp', '--out', 'images'], { home: stage.at('home') })
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('--trusted') as string })
  })
})
