import { mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { continueJournal, emptyJournal } from '../../../src/main/team/journal.ts'
import { openTeamFiles } from '../../../src/main/team/team-files.ts'
import { builtProgram } from '../../support/built/built-program.ts'
import { startRacer, type Racer } from '../../support/kill/start-racer.ts'
import { createTemporaryHome, type TemporaryHome } from '../../support/temporary-home.ts'

const driver = fileURLToPath(builtProgram(new URL('../../support/kill/team-driver.ts', import.meta.url)))

let shared: TemporaryHome
let folder: string

beforeEach(async () => {
  shared = await createTemporaryHome()
  folder = join(shared.paths.root, 'team')
  await mkdir(folder, { recursive: true })
})
afterEach(() => shared.remove())

const race = (home: string, cents: number, count: number) =>
  startRacer(driver, [home, folder, String(cents), String(count)])

async function setLimit(usd: number): Promise<void> {
  const files = openTeamFiles({ folder, writer: '000000000000', name: () => 'Setup', computer: 'any' })
  await files.setLimits({ perDayUsd: usd, perMonthUsd: usd })
}

async function reservedCents(): Promise<number> {
  const spending = join(folder, 'atelier-team', 'spending')
  let micro = 0
  for (const name of await readdir(spending)) {
    if (!name.endsWith('.jsonl')) continue
    const journal = continueJournal(emptyJournal, await readFile(join(spending, name)))
    for (const each of journal?.reservations.values() ?? []) micro += each.micro
  }
  return micro / 10_000
}

const homeOf = (member: number) => join(shared.paths.root, `home-${member}`)
const sentBy = (racers: readonly Racer[]) =>
  racers.flatMap(({ lines }) => lines()).filter((line) => line === 'sent').length

it('libraries in processes of their own never send more than the limit, and use nearly all of it', async () => {
  await setLimit(2)
  const racers = [0, 1, 2, 3].map((member) => race(homeOf(member), 7, 15))
  await Promise.all(racers.map(({ ended }) => ended))
  const sent = sentBy(racers)
  expect(sent * 7).toBeLessThanOrEqual(200)
  // Those that race for the last of it may all be refused; each of the others found room.
  expect(sent * 7).toBeGreaterThan(200 - 4 * 7)
  expect(await reservedCents()).toBe(sent * 7)
  const said = racers.flatMap(({ lines }) => lines())
  expect(said).toHaveLength(60)
  expect(new Set(said)).toEqual(new Set(['sent', 'money/over-cap']))
})

it('window and command line of one library, and another library, share the limit when killed at any moment', async () => {
  await setLimit(3)
  const killed = [race(homeOf(0), 5, 40), race(homeOf(0), 5, 40), race(homeOf(1), 5, 40)]
  await Promise.race(killed.map((racer) => racer.said(4)))
  for (const racer of killed) racer.kill()
  await Promise.all(killed.map(({ ended }) => ended))
  const next = [race(homeOf(0), 5, 60), race(homeOf(1), 5, 60)]
  await Promise.all(next.map(({ ended }) => ended))
  const sent = sentBy([...killed, ...next])
  expect(sent * 5).toBeLessThanOrEqual(300)
  // What was reserved and never said counts, since nobody knows: at most one attempt of each that was killed.
  expect(sent * 5).toBeGreaterThanOrEqual(300 - (3 + 2) * 5)
  expect(next.flatMap(({ lines }) => lines()).every((line) => line === 'sent' || line === 'money/over-cap')).toBe(true)
})
