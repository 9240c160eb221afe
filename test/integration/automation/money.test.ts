import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Caps } from '../../../src/shared/domain/ledger.ts'
import { startServices, type Services } from '../../e2e/support/services.ts'
import { photoPng } from '../../support/small-images.ts'
import { runCommand, type ProgramResult } from '../../support/run-command.ts'

let folder: string
let home: string
let services: Services

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-money-'))
  home = join(folder, 'home')
  await mkdir(home)
  services = await startServices(['openai'])
  await writeFile(join(folder, 'photo.png'), photoPng({ widthPx: 128, heightPx: 96 }))
})
afterEach(() => services.server('openai').setScene('done'))
afterAll(async () => {
  await services.close()
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
})

function atelier(...args: string[]): Promise<ProgramResult> {
  const env = { ...services.env, OPENAI_API_KEY: services.goodKey('openai') }
  return runCommand(args, { home, cwd: folder, env })
}

const openai = ['--provider', 'openai', '--model', 'gpt-image-2', '--size', '1024x1024', '--quality', 'draft']
const draw = (...more: string[]) => atelier('generate', 'a kite', ...openai, '--json', ...more)
const settingsFile = () => join(home, 'settings.json')
const submissions = () => services.server('openai').submissions().length

interface Report {
  readonly success: boolean
  readonly error_code: string | null
  readonly error: string | null
  readonly cost_estimate: number | null
  readonly ledger: readonly Record<string, unknown>[]
}
const reportOf = ({ out }: ProgramResult) => JSON.parse(out) as Report

async function setCaps(caps: Partial<Caps>): Promise<void> {
  const all = { perRunUsd: null, perDayUsd: null, perMonthUsd: null, onOver: 'ask', ...caps }
  await writeFile(settingsFile(), JSON.stringify({ version: 1, caps: all }))
}

describe('ledger', () => {
  it('is empty at first', async () => {
    expect(await atelier('ledger')).toMatchObject({
      code: 0,
      out: '0 requests · $0.00 billed · $0.00 possibly billed\n',
    })
    expect((await atelier('ledger', '--csv')).out).toBe(
      'time,provider,model,operation,outcome,billed,estimate_usd,real_usd,request_id\r\n',
    )
  })

  it('lists completed, refused, and interrupted requests with their costs', async () => {
    const completed = reportOf(await draw())
    services.server('openai').setScene('refused:400-moderation-of-the-prompt')
    await draw()
    services.server('openai').setScene('cut')
    await draw()
    const rows = reportOf(await atelier('ledger', '--json')).ledger
    const shared = { provider: 'openai', model: 'gpt-image-2', operation: 'generate', estimate_usd: 0.006 }
    expect(rows).toEqual([
      { ...shared, time: expect.any(String), outcome: 'failed', billed: 'unknown', real_usd: null, request_id: null },
      expect.objectContaining({ ...shared, outcome: 'refused' }),
      expect.objectContaining({ ...shared, outcome: 'done', billed: 'yes', request_id: 'req-stub-1' }),
    ])
    expect(completed.cost_estimate).toBe(0.006)
    expect(rows[2]?.['real_usd']).toBeGreaterThan(0)
    const csv = (await atelier('ledger', '--csv')).out.split('\r\n')
    expect(csv).toHaveLength(5)
    expect(csv[3]).toMatch(/^20\d\d-.*Z,openai,gpt-image-2,generate,done,yes,0\.006,0\.\d+,req-stub-1$/)
    const lines = (await atelier('ledger')).out.trim().split('\n')
    expect(lines).toHaveLength(4)
    expect(lines.at(-1)).toMatch(/^3 requests · \$0\.\d+ billed · \$0\.012 possibly billed$/)
  })

  it('filters by date', async () => {
    expect(reportOf(await atelier('ledger', '--since', '2099-01-01', '--json')).ledger).toEqual([])
    expect(reportOf(await atelier('ledger', '--until', '2020-01-01', '--json')).ledger).toEqual([])
    expect(reportOf(await atelier('ledger', '--since', '2020-01-01', '--json')).ledger).toHaveLength(3)
    const bad = [
      await atelier('ledger', '--since', 'yesterday'),
      await atelier('ledger', '--json', '--csv'),
      await atelier('ledger', 'all'),
    ]
    for (const { code } of bad) expect(code).toBe(2)
  })
})

describe('--max-cost-usd', () => {
  it('sends nothing when the estimate is higher or unknown', async () => {
    const before = submissions()
    const dear = await draw('--n', '2', '--max-cost-usd', '0.01')
    expect(dear.code).toBe(4)
    expect(reportOf(dear)).toMatchObject({ success: false, error_code: 'money/over-cap' })
    expect(reportOf(dear).error).toContain('about $0.012, more than $0.01')
    // Larger than every size in the price list.
    const unknown = await draw('--size', '2048x2048', '--max-cost-usd', '5')
    expect(unknown.code).toBe(4)
    expect(reportOf(unknown).error).toContain('The price is unknown')
    // An input image costs more than the output image.
    const edit = await atelier('edit', 'photo.png', 'snow', ...openai, '--max-cost-usd', '0.03', '--json')
    expect(reportOf(edit)).toMatchObject({ error_code: 'money/over-cap' })
    expect((await draw('--max-cost-usd', 'little')).code).toBe(2)
    expect(submissions()).toBe(before)
  })

  it('allows a cheaper request', async () => {
    const before = submissions()
    expect(reportOf(await draw('--max-cost-usd', '0.01'))).toMatchObject({ success: true })
    expect(submissions()).toBe(before + 1)
  })
})

describe('limits in the settings', () => {
  it('ask: a command is refused unless --max-cost-usd allows it', async () => {
    await setCaps({ perRunUsd: 0.005 })
    const before = submissions()
    const refused = await draw()
    expect(refused.code).toBe(4)
    expect(reportOf(refused)).toMatchObject({ error_code: 'money/needs-approval' })
    expect(reportOf(refused).error).toContain('Your limit for one run is $0.005')
    expect(reportOf(refused).error).toContain('--max-cost-usd')
    expect(submissions()).toBe(before)
    expect(reportOf(await draw('--max-cost-usd', '0.01'))).toMatchObject({ success: true })
  })

  it('stop: a command is refused even with --max-cost-usd', async () => {
    await setCaps({ perDayUsd: 0.01, onOver: 'stop' })
    const before = submissions()
    const stopped = await draw('--max-cost-usd', '1')
    expect(reportOf(stopped)).toMatchObject({ error_code: 'money/over-cap' })
    expect(reportOf(stopped).error).toContain('Your limit per day is $0.01. Today ')
    expect(submissions()).toBe(before)
  })
})

describe('unreadable limits', () => {
  const limits = { perRunUsd: null, perDayUsd: 0.1, perMonthUsd: null }
  const text = JSON.stringify({ version: 1, caps: { ...limits, onOver: 'warn' }, thumbnailPx: 'big' })

  it('stop six concurrent paid requests with a clear error and keep the file unchanged', async () => {
    await writeFile(settingsFile(), text)
    const before = submissions()
    const results = await Promise.all(Array.from({ length: 6 }, () => draw('--max-cost-usd', '1')))
    for (const result of results) {
      expect(result.code).toBe(4)
      expect(reportOf(result)).toMatchObject({ success: false, error_code: 'money/limits-unreadable' })
      expect(result.err).toContain('Invalid settings were reset: caps.onOver, thumbnailPx.')
      expect(result.err).toContain(`A copy of the file is at ${settingsFile()}.damaged.`)
      expect(result.err).toContain('Set them again in Settings › Money. Nothing was sent.')
    }
    expect(submissions()).toBe(before)
    expect(await readFile(settingsFile(), 'utf8')).toBe(text)
    expect(await readFile(`${settingsFile()}.damaged`, 'utf8')).toBe(text)
  })

  it('are reported by every command that reads settings and do not stop free requests', async () => {
    for (const args of [
      ['keys', 'list'],
      ['generate', 'a kite', '--provider', 'fake'],
    ]) {
      const result = await atelier(...args)
      expect([result.code, result.err]).toEqual([0, expect.stringContaining('caps.onOver, thumbnailPx')])
    }
    for (const args of [['list'], ['--help']]) expect(await atelier(...args)).toMatchObject({ code: 0, err: '' })
  })

  it('allow paid requests again once the file is corrected', async () => {
    await setCaps({ perDayUsd: 100 })
    const before = submissions()
    expect(await draw()).toMatchObject({ code: 0, err: '' })
    expect(submissions()).toBe(before + 1)
  })
})
