import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startServices, type Services } from '../../e2e/support/services.ts'
import { runBuiltProgram } from '../../support/run-built-program.ts'
import { runCommand, type ProgramResult } from '../../support/run-command.ts'

/** Two computers: the built program with a home each, and a folder that both can reach. */
let folder: string
let shared: string
let services: Services

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-team-'))
  shared = join(folder, 'shared')
  services = await startServices(['openai'])
  await mkdir(join(shared, 'atelier-team', 'spending'), { recursive: true })
  for (const name of ['Ana', 'Ben']) {
    await mkdir(join(folder, name))
    const settings = { version: 1, team: { folder: shared, member: name } }
    await writeFile(join(folder, name, 'settings.json'), JSON.stringify(settings))
  }
})
afterAll(async () => {
  await services.close()
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
})

function surroundingsOf(member: string) {
  const env = { ...services.env, OPENAI_API_KEY: services.goodKey('openai') }
  return { home: join(folder, member), cwd: folder, env }
}

const atelier = (member: string, ...args: string[]) => runCommand(args, surroundingsOf(member))

const openai = ['--provider', 'openai', '--model', 'gpt-image-2', '--size', '1024x1024', '--quality', 'draft']
const drawing = ['generate', 'a kite', ...openai, '--json']
const draw = (member: string) => atelier(member, ...drawing)
const submissions = () => services.server('openai').submissions().length

interface Report {
  readonly error_code: string | null
  readonly error: string | null
  readonly cost_estimate: number | null
  readonly team?: {
    readonly today_usd: number
    readonly problem: string | null
    readonly members: readonly { readonly name: string; readonly is_self: boolean; readonly today_usd: number }[]
  }
}
const reportOf = ({ out }: ProgramResult) => JSON.parse(out) as Report

async function setLimit(perDayUsd: number): Promise<void> {
  const limits = { version: 1, perDayUsd, perMonthUsd: null }
  await writeFile(join(shared, 'atelier-team', 'limit.json'), JSON.stringify(limits))
}

it('one limit stops two programs on two homes, also when they ask at once, and each shows what both spent', async () => {
  // Nobody has set a limit yet.
  const first = await draw('Ana')
  expect(first.code).toBe(4)
  expect(reportOf(first).error).toContain('has no limit')
  expect(submissions()).toBe(0)

  await setLimit(100)
  const price = reportOf(await draw('Ana')).cost_estimate ?? 0
  expect((await draw('Ben')).code).toBe(0)
  expect(price).toBeGreaterThan(0)
  const spent = reportOf(await atelier('Ben', 'ledger', '--json')).team?.today_usd ?? 0
  expect(spent).toBeGreaterThan(0)
  // Room for one more, and two ask at once.
  await setLimit(spent + price * 1.5)
  const before = submissions()
  // Turns are taken by processes.
  const runs = await Promise.all([draw('Ana'), runBuiltProgram(drawing, surroundingsOf('Ben'))])
  const refused = runs.filter(({ code }) => code !== 0)
  expect(runs.length - refused.length).toBe(submissions() - before)
  expect(refused.length).toBeGreaterThanOrEqual(1)
  expect(refused.map(({ code }) => code)).toEqual(refused.map(() => 4))
  expect(reportOf(refused[0]!)).toMatchObject({ error_code: 'money/over-cap' })
  expect(reportOf(refused[0]!).error).toContain('The team limit per day is')

  const { team } = reportOf(await atelier('Ben', 'ledger', '--json'))
  expect(team?.members.map(({ name, is_self: isSelf }) => [name, isSelf]).toSorted()).toEqual([
    ['Ana', false],
    ['Ben', true],
  ])
  expect(team?.members.reduce((sum, { today_usd: usd }) => sum + usd, 0)).toBeCloseTo(team?.today_usd ?? -1)
  expect((await atelier('Ana', 'ledger')).out).toMatch(/^Team: today \$[\d.]+ of \$[\d.]+ · this month \$[\d.]+$/m)
  expect(
    (await readdir(join(shared, 'atelier-team', 'spending'))).filter((name) => name.endsWith('.jsonl')),
  ).toHaveLength(2)

  const sent = submissions()
  await rename(shared, `${shared}-away`)
  const away = await draw('Ben')
  expect(away.code).toBe(4)
  expect(reportOf(away).error).toContain('paid requests are stopped')
  expect(submissions()).toBe(sent)
  await rename(`${shared}-away`, shared)
})
