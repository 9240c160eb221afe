import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openSharedOriginals } from '../../../src/main/originals/open-shared-originals.ts'
import { builtProgram } from '../../support/built/built-program.ts'
import { startRacer, type Racer } from '../../support/kill/start-racer.ts'
import { createTemporaryHome, type TemporaryHome } from '../../support/temporary-home.ts'

const driver = fileURLToPath(builtProgram(new URL('../../support/kill/originals-driver.ts', import.meta.url)))

let shared: TemporaryHome
let folder: string

beforeEach(async () => {
  shared = await createTemporaryHome()
  folder = join(shared.paths.root, 'originals')
  await mkdir(folder, { recursive: true })
})
afterEach(() => shared.remove())

const homeOf = (member: number) => join(shared.paths.root, `home-${member}`)

const race = (member: number, rounds: number) => startRacer(driver, [homeOf(member), folder, String(rounds)])

/** What a process had and did not give up. */
function heldBy({ lines }: Racer): string[] {
  const held = new Set<string>()
  for (const line of lines()) {
    const [what, sha256 = ''] = line.split(' ')
    if (what === 'use') held.add(sha256)
    if (what === 'release') held.delete(sha256)
  }
  return [...held]
}

async function isInUse(member: number, sha256: string): Promise<boolean> {
  const root = homeOf(member)
  const place = await openSharedOriginals({ folder: () => folder, root }).open(folder)
  const original = { sha256, extension: 'png', bytes: 'image-0'.length * 1_000 }
  return (await place.find(original)) && (await place.isInUse(original))
}

it('libraries in processes of their own never lose an original they use, killed at any moment', async () => {
  const racers = [race(0, 60), race(1, 61), race(2, 400)] as const
  const [, , killed] = racers
  await killed.said(20)
  killed.kill()
  await Promise.all(racers.map(({ ended }) => ended))

  const said = racers.flatMap(({ lines }) => lines())
  expect(said.filter((line) => line.startsWith('lost'))).toEqual([])
  const held = racers.flatMap((racer, member) => heldBy(racer).map((sha256) => ({ member, sha256 })))
  expect(held.length).toBeGreaterThan(0)
  for (const { member, sha256 } of held) expect(await isInUse(member, sha256)).toBe(true)
})
