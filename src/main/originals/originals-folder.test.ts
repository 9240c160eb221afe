import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createOriginalsFolder, originalPlace, removedKeptMs, type OriginalFiles } from './originals-folder.ts'
import type { Original, OriginalsFolder } from './shared-originals.ts'

const kite: Original = { sha256: 'ab'.repeat(32), extension: 'png', bytes: 7 }
const place = originalPlace(kite)

/** A folder in memory in which every step takes a moment of its own. */
function createFolder(moment: (label: string) => Promise<void> = async () => undefined) {
  const sizes = new Map<string, number>([['members/somebody/member.json', 50]])
  const clock = { nowMs: 1_000_000 }
  const files: OriginalFiles = {
    async size(path) {
      await moment('size')
      return sizes.get(path) ?? null
    },
    async list(folder) {
      await moment('list')
      const inside = [...sizes.keys()].filter((path) => path.startsWith(`${folder}/`))
      return [...new Set(inside.map((path) => path.slice(folder.length + 1).split('/')[0] ?? ''))]
    },
    async create(path) {
      await moment('create')
      if (!sizes.has(path)) sizes.set(path, 0)
    },
    async place(path, _source, { bytes }) {
      await moment('copy')
      await moment('place')
      sizes.set(path, bytes)
    },
    async fetch(path, _target, { bytes }) {
      await moment('fetch')
      return sizes.get(path) === bytes
    },
    removeEmptyFolder: async () => undefined,
    async hash(path) {
      await moment('hash')
      return sizes.get(path) === kite.bytes ? kite.sha256 : null
    },
    async move(from, to) {
      await moment('move')
      const size = sizes.get(from)
      if (size === undefined) return false
      sizes.delete(from)
      sizes.set(to, size)
      return true
    },
    async remove(path) {
      await moment('remove')
      sizes.delete(path)
    },
    removeTemporaries: async () => undefined,
    async nowMs() {
      await moment('now')
      return clock.nowMs++
    },
  }
  return { sizes, clock, files }
}

/** Makes a program end in the middle: its next step never comes back. */
function killable(files: OriginalFiles, isDead: () => boolean): OriginalFiles {
  const never = new Promise<never>(() => undefined)
  const guarded = Object.entries(files).map(([name, step]) => [
    name,
    (...args: unknown[]) => (isDead() ? never : (step as (...given: unknown[]) => unknown)(...args)),
  ])
  return Object.fromEntries(guarded) as OriginalFiles
}

describe('shared originals', () => {
  it('keeps one file for all, until nobody uses it any more', async () => {
    const { sizes, clock, files } = createFolder()
    const [ana, ben] = [createOriginalsFolder(files, 'ana'), createOriginalsFolder(files, 'ben')]
    expect(await ana.use(kite, '/ana/kite.png')).toBe(true)
    expect(await ben.use(kite, '/ben/kite.png')).toBe(true)
    expect([...sizes.keys()].filter((path) => path.startsWith('files/'))).toEqual([place])

    await ana.release(kite)
    expect(await ben.isInUse(kite)).toBe(true)
    expect(await ana.isInUse(kite)).toBe(false)
    await ben.release(kite)
    expect(sizes.has(place)).toBe(false)

    // Not before an hour has passed.
    expect(await ana.tidy()).toBe(0)
    expect([...sizes.keys()].filter((path) => path.endsWith('.png'))).toHaveLength(1)
    clock.nowMs += removedKeptMs
    expect(await ana.tidy()).toBe(1)
    expect([...sizes.keys()].filter((path) => path.endsWith('.png'))).toEqual([])
  })

  it('brings back what is removed and used again, without a copy', async () => {
    const { sizes, files } = createFolder()
    const ana = createOriginalsFolder(files, 'ana')
    await ana.use(kite, '/kite.png')
    await ana.release(kite)
    expect(await ana.use(kite, null)).toBe(true)
    expect(sizes.get(place)).toBe(7)
    sizes.delete(place)
    expect(await ana.use(kite, null)).toBe(false)
  })

  it('replaces an incomplete file', async () => {
    const { sizes, files } = createFolder()
    sizes.set(place, 3)
    expect(await createOriginalsFolder(files, 'ana').use(kite, '/kite.png')).toBe(true)
    expect(sizes.get(place)).toBe(7)
  })

  it('deletes nothing while the list of members is gone', async () => {
    const { sizes, clock, files } = createFolder()
    const ana = createOriginalsFolder(files, 'ana')
    await ana.use(kite, '/kite.png')
    for (const path of sizes.keys()) if (path.startsWith('members/')) sizes.delete(path)
    await ana.release(kite)
    expect(sizes.get(place)).toBe(7)
    clock.nowMs += removedKeptMs
    expect(await ana.tidy()).toBe(0)
  })

  it('takes a member that has left off the list, with no file of its own remaining', async () => {
    const { sizes, files } = createFolder()
    const ana = createOriginalsFolder(files, 'ana')
    sizes.set('members/ana/member.json', 50)
    sizes.set('removed/.ana.clock', 0)
    await ana.use(kite, '/kite.png')
    expect(await ana.fetch(kite, '/home/kite.png')).toBe(true)
    await ana.release(kite)
    expect(await ana.fetch({ ...kite, sha256: 'cd'.repeat(32) }, '/home/other.png')).toBe(false)
    await ana.leave()
    expect([...sizes.keys()].filter((path) => path.includes('ana'))).toEqual([])
  })

  const anyAction = fc.constantFrom('use', 'release', 'tidy')
  const anyMembers = fc.array(
    fc.record({
      actions: fc.array(anyAction, { minLength: 1, maxLength: 4 }),
      // After so many steps the program is killed.
      dies: fc.option(fc.integer({ min: 0, max: 20 })),
    }),
    { minLength: 2, maxLength: 4 },
  )

  it('never loses an original that is in use, in any order of steps, with programs that are killed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), anyMembers, async (scheduler, members) => {
        const { sizes, clock, files } = createFolder((label) => scheduler.schedule(Promise.resolve(), label))
        // Everything removed is old enough to be deleted: the worst case.
        files.nowMs = async () => (clock.nowMs += removedKeptMs)
        const holding = new Set<number>()
        const runs = members.map(({ actions, dies }, member) => {
          let steps = 0
          const isDead = () => dies !== null && ++steps > dies
          return runActions(createOriginalsFolder(killable(files, isDead), String(member)), actions, {
            onHeld: () => holding.add(member),
            onReleasing: () => holding.delete(member),
          })
        })
        void Promise.allSettled(runs)
        await scheduler.waitIdle()

        const after = createFolder()
        for (const [path, size] of sizes) after.sizes.set(path, size)
        after.clock.nowMs = clock.nowMs + 2 * removedKeptMs
        await createOriginalsFolder(after.files, 'sweeper').tidy()
        for (const member of holding) {
          expect(await createOriginalsFolder(after.files, String(member)).isInUse(kite)).toBe(true)
        }
      }),
      { numRuns: 1_500 },
    )
  })

  it('would lose originals if uses were only looked for before the removal', async () => {
    const outcome = await fc.check(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const { sizes, files } = createFolder((label) => scheduler.schedule(Promise.resolve(), label))
        sizes.set(place, 7)
        sizes.set(`members/ana/${place.slice('files/'.length)}`, 0)
        const ben = createOriginalsFolder(files, 'ben')
        const deletion = lookThenDelete(files)
        let isHeld = false
        void Promise.allSettled([deletion, ben.use(kite, null).then((isThere) => (isHeld = isThere))])
        await scheduler.waitIdle()
        expect(isHeld && !sizes.has(place)).toBe(false)
      }),
      { numRuns: 2_000 },
    )
    expect(outcome.failed).toBe(true)
  })
})

async function runActions(
  folder: OriginalsFolder,
  actions: readonly string[],
  { onHeld, onReleasing }: { onHeld: () => void; onReleasing: () => void },
): Promise<void> {
  for (const action of actions) {
    if (action === 'use') {
      if (await folder.use(kite, '/kite.png')) onHeld()
    } else if (action === 'release') {
      onReleasing()
      await folder.release(kite)
    } else await folder.tidy()
  }
}

/** What the protocol must not be. */
async function lookThenDelete(files: OriginalFiles): Promise<void> {
  await files.remove(`members/ana/${place.slice('files/'.length)}`)
  for (const member of await files.list('members')) {
    if ((await files.size(`members/${member}/${place.slice('files/'.length)}`)) !== null) return
  }
  await files.remove(place)
}
