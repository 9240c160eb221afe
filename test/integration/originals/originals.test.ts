import { cp, mkdir, readdir, readFile, rename, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Asset } from '../../../src/shared/domain/asset.ts'
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts'
import { failureOf } from '../../support/failure-of.ts'
import { noteFormerMembers } from '../../../src/main/platform/library-member.ts'
import { openTestStorage } from '../../support/open-storage.ts'
import { openTestLibrary, type TestLibrary } from '../../support/open-library.ts'
import { smallPng } from '../../support/small-images.ts'
import { createTemporaryHome, type TemporaryHome } from '../../support/temporary-home.ts'

interface Member {
  readonly home: TemporaryHome
  readonly clock: FakeClock
  /** undefined = the one that all share. */
  folder?: string | null | undefined
  library: TestLibrary
}

const hourMs = 3_600_000
let shared: TemporaryHome
let folder: string
let members: Member[]
let ana: Member
let ben: Member

beforeEach(async () => {
  shared = await createTemporaryHome()
  folder = join(shared.paths.root, 'originals')
  await mkdir(folder)
  members = []
  ana = await enroll()
  ben = await enroll()
})
afterEach(async () => {
  for (const { library, home } of members) {
    await library.assets.originals.dispose({ isFinishing: false })
    await library.close()
    await home.remove()
  }
  await shared.remove()
})

async function enroll(): Promise<Member> {
  const home = await createTemporaryHome()
  const clock = createFakeClock()
  const originalsFolder = () => (member.folder === undefined ? folder : member.folder)
  const member: Member = { home, clock, library: openTestLibrary(home.paths, { clock, originalsFolder }) }
  members.push(member)
  return member
}

async function reopen(member: Member, beforeStep?: () => Promise<void>): Promise<void> {
  const { home, clock, library } = member
  await library.assets.originals.dispose({ isFinishing: false })
  await library.close()
  const originalsFolder = () => (member.folder === undefined ? folder : member.folder)
  member.library = openTestLibrary(home.paths, { clock, originalsFolder, ...(beforeStep && { beforeStep }) })
}

async function importFrom({ home, library }: Member, seed: number, name = 'kite.png'): Promise<Asset> {
  await mkdir(join(home.paths.root, 'from'), { recursive: true })
  const path = join(home.paths.root, 'from', name)
  await writeFile(path, smallPng(seed))
  const { imported, failed } = await library.assets.imports.addFiles([path])
  expect(failed).toEqual([])
  return imported[0]!
}

async function share({ library }: Member): Promise<void> {
  await library.assets.originals.run()
  expect((await library.assets.originals.view()).problem).toBeNull()
}

/** Also deletes the copies in the library folder. */
async function shareAndSettle(member: Member): Promise<void> {
  await share(member)
  member.clock.advance(hourMs + 1)
  await share(member)
}

const root = () => join(folder, 'atelier-originals')
const originals = async () =>
  (await readdir(join(root(), 'files'), { recursive: true }).catch(() => [])).filter((name) => name.endsWith('.png'))
const removed = async () => (await readdir(join(root(), 'removed'))).filter((name) => name.endsWith('.png'))
const pathOf = async ({ library }: Member, { id }: Asset) => (await library.assets.files.locate(id, 'original')).path
const copyOf = ({ home }: Member, { relativePath }: Asset) => join(home.paths.library, ...relativePath.split('/'))

/** As if it had been removed two hours ago. */
async function ageRemoved(): Promise<void> {
  for (const name of await removed()) {
    const [ms = '', rest = ''] = name.split('-')
    await rename(join(root(), 'removed', name), join(root(), 'removed', `${Number(ms) - 2 * hourMs}-${rest}`))
  }
}

async function purge({ library }: Member, { id }: Asset): Promise<void> {
  await library.assets.trash.add([id])
  await library.assets.trash.purge([id])
}

/** Ends the program after so many steps, and opens the library again. Returns whether that was enough for all of them. */
async function moveBackFor(member: Member, steps: number): Promise<boolean> {
  let left = steps
  const ended = Promise.withResolvers<boolean>()
  await reopen(member, () => {
    if (left-- > 0) return Promise.resolve()
    ended.resolve(false)
    return new Promise<never>(() => undefined)
  })
  const isDone = await Promise.race([member.library.assets.originals.moveBack().then(() => true), ended.promise])
  await member.library.close()
  member.library = openTestLibrary(member.home.paths, { clock: member.clock, originalsFolder: () => null })
  return isDone
}

describe('shared originals', () => {
  it('keep the same image once for two libraries, until both have purged it', async () => {
    const [ofAna, ofBen] = [await importFrom(ana, 1), await importFrom(ben, 1, 'other name.png')]
    await shareAndSettle(ana)
    await shareAndSettle(ben)
    expect(await originals()).toHaveLength(1)
    for (const [member, asset] of [
      [ana, ofAna],
      [ben, ofBen],
    ] as const) {
      expect(await stat(copyOf(member, asset)).catch(() => null)).toBeNull()
      expect(await pathOf(member, asset)).toContain(root())
      expect(Buffer.compare(await readFile(await pathOf(member, asset)), smallPng(1))).toBe(0)
      expect(await member.library.assets.originals.view()).toMatchObject({ shared: 1, waiting: 0, isBusy: false })
    }
    expect((await ana.library.assets.originals.view()).members).toHaveLength(2)

    await purge(ana, ofAna)
    expect(Buffer.compare(await readFile(await pathOf(ben, ofBen)), smallPng(1))).toBe(0)
    await purge(ben, ofBen)
    expect(await originals()).toEqual([])
    expect(await removed()).toHaveLength(1)
    await share(ana)
    expect(await removed()).toHaveLength(1)
    await ageRemoved()
    await share(ana)
    expect(await removed()).toEqual([])
  })

  it('leave the copy in the library for an hour, and for good where it was changed meanwhile', async () => {
    const asset = await importFrom(ana, 1)
    await share(ana)
    expect(await pathOf(ana, asset)).toContain(root())
    expect(await stat(copyOf(ana, asset))).toBeTruthy()
    await writeFile(copyOf(ana, asset), smallPng(2))
    ana.clock.advance(hourMs + 1)
    await share(ana)
    expect(await pathOf(ana, asset)).toBe(copyOf(ana, asset))
    expect(await originals()).toEqual([])
    await ana.library.assets.files.sweep()
    await share(ana)
    expect(Buffer.compare(await readFile(await pathOf(ana, asset)), smallPng(2))).toBe(0)
    expect(await originals()).toHaveLength(1)
  })

  it('repair a damaged original before the copy is deleted', async () => {
    const asset = await importFrom(ana, 1)
    await share(ana)
    const path = await pathOf(ana, asset)
    await rm(path)
    await writeFile(path, Buffer.alloc(smallPng(1).length, 7))
    ana.clock.advance(hourMs + 1)
    await share(ana)
    expect(Buffer.compare(await readFile(path), smallPng(1))).toBe(0)
    expect(await stat(copyOf(ana, asset)).catch(() => null)).toBeNull()
  })

  it('stay in the library while the folder is away, and move when it is back', async () => {
    const before = await importFrom(ana, 1)
    await shareAndSettle(ana)
    await rename(folder, `${folder}-away`)
    const during = await importFrom(ana, 2, 'during.png')
    await ana.library.assets.originals.run()
    expect((await ana.library.assets.originals.view()).problem).toContain('cannot be reached')
    expect(await pathOf(ana, during)).toBe(copyOf(ana, during))
    expect(await failureOf(pathOf(ana, before))).toMatchObject({ code: 'storage/unreachable' })
    expect((await ana.library.assets.records.require(before.id)).isMissing).toBe(false)
    // Thumbnails are still there.
    expect(await ana.library.assets.files.locate(before.id, 'thumb-256')).toBeTruthy()
    // Nothing is deleted whose other uses cannot be seen.
    await ana.library.assets.trash.add([before.id])
    expect(await failureOf(ana.library.assets.trash.purge([before.id]))).toMatchObject({ code: 'storage/unreachable' })
    await ana.library.assets.trash.restore([before.id])

    // The empty place of a drive that is not connected.
    await mkdir(folder)
    await ana.library.assets.originals.run()
    expect(await readdir(folder)).toEqual([])
    await rm(folder, { recursive: true })

    await rename(`${folder}-away`, folder)
    await share(ana)
    expect(await pathOf(ana, before)).toContain(root())
    expect(await pathOf(ana, during)).toContain(root())
    expect(await originals()).toHaveLength(2)
  })

  it('are used by two images with the same content until both are purged', async () => {
    const first = await importFrom(ana, 1)
    // A copy that a person made in the library folder has a record of its own.
    const path = join(ana.home.paths.library, 'copy.png')
    await writeFile(path, smallPng(1))
    await ana.library.assets.files.sweep()
    await shareAndSettle(ana)
    expect(await ana.library.assets.originals.view()).toMatchObject({ shared: 2 })
    expect(await originals()).toHaveLength(1)
    await purge(ana, first)
    expect(await originals()).toHaveLength(1)
    expect((await ana.library.assets.search.newest('library', 10)).count).toBe(1)
  })

  it('move to another folder with the setting, and are not lost where it is the same one under another name', async () => {
    const asset = await importFrom(ana, 1)
    await shareAndSettle(ana)
    const first = folder
    folder = join(shared.paths.root, 'alias')
    await symlink(first, folder)
    await share(ana)
    expect(await pathOf(ana, asset)).toContain(folder)
    expect(await originals()).toHaveLength(1)

    folder = join(shared.paths.root, 'second')
    await mkdir(folder)
    await share(ana)
    expect(await pathOf(ana, asset)).toContain(folder)
    expect(Buffer.compare(await readFile(await pathOf(ana, asset)), smallPng(1))).toBe(0)
    const second = folder
    folder = first
    expect(await originals()).toEqual([])
    folder = second
  })

  it('have their uses recorded anew by a library that was restored, and are put back if they were just removed', async () => {
    const asset = await importFrom(ana, 1)
    await shareAndSettle(ana)
    // As after a purge since the backup that was restored.
    const own = (await readdir(join(root(), 'members')))[0]!
    await rm(join(root(), 'members', own), { recursive: true })
    const [file = ''] = await originals()
    await mkdir(join(root(), 'removed'), { recursive: true })
    await rename(join(root(), 'files', file), join(root(), 'removed', `${Date.now()}-${file.split('/').at(-1)}`))
    await reopen(ana)
    await share(ana)
    expect(Buffer.compare(await readFile(await pathOf(ana, asset)), smallPng(1))).toBe(0)
    expect(
      (await readdir(join(root(), 'members'), { recursive: true })).filter((name) => name.endsWith('.png')),
    ).toHaveLength(1)
  })

  it('show as missing what somebody deleted by hand, and are found again', async () => {
    const asset = await importFrom(ana, 1)
    await shareAndSettle(ana)
    const path = await pathOf(ana, asset)
    await rename(path, `${path}.away`)
    expect(await failureOf(pathOf(ana, asset))).toMatchObject({ code: 'storage/not-found' })
    expect((await ana.library.assets.records.require(asset.id)).isMissing).toBe(true)
    await rename(`${path}.away`, path)
    await utimes(path, 1, 1)
    await ana.library.assets.files.sweep()
    expect((await ana.library.assets.records.require(asset.id)).isMissing).toBe(false)
  })

  it('move back to the library, and stay in the folder only where another library uses them', async () => {
    const [first, second] = [await importFrom(ana, 1), await importFrom(ana, 2, 'second.png')]
    await importFrom(ben, 1, 'other name.png')
    await shareAndSettle(ana)
    await shareAndSettle(ben)
    const { originals: kept } = ana.library.assets
    expect(await failureOf(kept.moveBack())).toMatchObject({ code: 'request/invalid' })
    ana.folder = null
    await ana.library.assets.trash.add([second.id])
    const progress: number[] = []
    const back = await kept.moveBack({ onProgress: (done, total) => progress.push(done, total) })
    expect(back).toEqual({ moved: 2, failed: [] })
    expect(progress).toEqual([0, 2, 1, 2, 2, 2])
    for (const [at, asset] of [first, second].entries()) {
      expect(await pathOf(ana, asset)).toBe(copyOf(ana, asset))
      expect(Buffer.compare(await readFile(copyOf(ana, asset)), smallPng(at + 1))).toBe(0)
    }
    // Neither a new nor a changed file to the sweep; a program may save into it.
    expect(await ana.library.assets.files.sweep()).toMatchObject({ adopted: 0, missing: 0 })
    await writeFile(copyOf(ana, first), smallPng(1))
    expect(await originals()).toHaveLength(1)
    expect((await ben.library.assets.originals.view()).members).toMatchObject([{ isSelf: true }])
    expect(await kept.view()).toMatchObject({ shared: 0, folder: null })

    // And away again.
    ana.folder = undefined
    await ana.library.assets.files.sweep()
    await share(ana)
    expect(await kept.view()).toMatchObject({ shared: 1 })
  })

  it('move back from where they were when the program ended, at any step', async () => {
    const images = [await importFrom(ana, 1), await importFrom(ana, 2, 'b.png')]
    const ofBen = await importFrom(ben, 2, 'other name.png')
    await shareAndSettle(ben)
    let isDone = false
    for (let steps = 1; !isDone; steps++) {
      ana.folder = undefined
      await reopen(ana)
      await shareAndSettle(ana)
      expect(await ana.library.assets.originals.view()).toMatchObject({ shared: 2 })
      ana.folder = null
      isDone = await moveBackFor(ana, steps)
      // As the next program finds it.
      for (const [at, asset] of images.entries()) {
        expect(Buffer.compare(await readFile(await pathOf(ana, asset)), smallPng(at + 1))).toBe(0)
      }
      expect(Buffer.compare(await readFile(await pathOf(ben, ofBen)), smallPng(2))).toBe(0)
      // It goes on with it.
      expect(await ana.library.assets.originals.moveBack()).toMatchObject({ failed: [] })
      await share(ana)
      for (const asset of images) expect(await pathOf(ana, asset)).toBe(copyOf(ana, asset))
      expect(await originals()).toHaveLength(1)
      expect(await readdir(join(root(), 'members'))).toHaveLength(1)
      expect(await readdir(ana.home.paths.root)).not.toContain('originals-moved-back.json')
      if (isDone) expect(steps).toBeGreaterThan(15)
    }
  }, 240_000)

  it('keep the library’s own file when another program wants to delete the copy that it was', async () => {
    const asset = await importFrom(ana, 1)
    await share(ana)
    const copy = copyOf(ana, asset)
    const [from] = await ana.library.database.call('originals.copies', { beforeMs: Number.MAX_SAFE_INTEGER, limit: 9 })
    ana.folder = null
    expect(await ana.library.assets.originals.moveBack()).toEqual({ moved: 1, failed: [] })
    await ana.library.database.call('originals.dropCopy', { from: from!, copy })
    expect(Buffer.compare(await readFile(copy), smallPng(1))).toBe(0)
    expect(await originals()).toEqual([])
  })

  it('leave the folder after a program ended between recording the file and giving up the shared one', async () => {
    const asset = await importFrom(ana, 1)
    await shareAndSettle(ana)
    ana.folder = null
    const watching = openTestLibrary(ana.home.paths)
    let isOver = false
    const ended = Promise.withResolvers<void>()
    await reopen(ana, async () => {
      isOver ||= (await watching.assets.originals.view()).shared === 0
      if (!isOver) return
      ended.resolve()
      await new Promise<never>(() => undefined)
    })
    void ana.library.assets.originals.moveBack()
    await ended.promise
    await watching.close()
    expect(await originals()).toHaveLength(1)
    await ana.library.close()
    ana.library = openTestLibrary(ana.home.paths, { clock: ana.clock, originalsFolder: () => null })
    await share(ana)
    expect(await pathOf(ana, asset)).toBe(copyOf(ana, asset))
    expect(await originals()).toEqual([])
    expect(await readdir(join(root(), 'members'))).toEqual([])
  })

  it('stop moving back when asked, and go on with the rest', async () => {
    for (const seed of [1, 2, 3]) await importFrom(ana, seed, `${seed}.png`)
    await shareAndSettle(ana)
    ana.folder = null
    const stopping = new AbortController()
    const { originals: kept } = ana.library.assets
    const onProgress = (done: number) => void (done === 1 && stopping.abort())
    const stopped = await failureOf(kept.moveBack({ signal: stopping.signal, onProgress }))
    expect(stopped).toMatchObject({ code: 'request/cancelled' })
    expect(await kept.view()).toMatchObject({ shared: 2 })
    expect(await kept.moveBack()).toEqual({ moved: 2, failed: [] })
    expect(await readdir(join(root(), 'members'))).toEqual([])
  })

  it('move back all but those that are damaged, or whose place is taken', async () => {
    const [good, damaged] = [await importFrom(ana, 1), await importFrom(ana, 2, 'damaged.png')]
    const blocked = await importFrom(ana, 3, 'blocked.png')
    await shareAndSettle(ana)
    const path = await pathOf(ana, damaged)
    await rm(path)
    await writeFile(path, Buffer.alloc(smallPng(2).length, 7))
    await writeFile(copyOf(ana, blocked), 'something else')
    ana.folder = null
    const { originals: kept } = ana.library.assets
    const { moved, failed } = await kept.moveBack()
    expect(moved).toBe(1)
    expect(failed.map(({ id }) => id)).toEqual([damaged.id, blocked.id])
    expect(await pathOf(ana, good)).toBe(copyOf(ana, good))
    expect(await readFile(copyOf(ana, blocked), 'utf8')).toBe('something else')
    expect(await stat(copyOf(ana, damaged)).catch(() => null)).toBeNull()
    await rename(folder, `${folder}-away`)
    expect(await failureOf(kept.moveBack())).toMatchObject({ code: 'storage/unreachable' })
    await rename(`${folder}-away`, folder)
    await rm(copyOf(ana, blocked))
    expect(await kept.moveBack()).toMatchObject({ moved: 1, failed: [{ id: damaged.id }] })
    // Still a member, because of the damaged one.
    expect(await readdir(join(root(), 'members'))).toHaveLength(1)
  })

  it('are counted as not checked while the folder is away, not as missing', async () => {
    await importFrom(ana, 1)
    await importFrom(ana, 2, 'second.png')
    await shareAndSettle(ana)
    await importFrom(ana, 3, 'third.png')
    await rename(folder, `${folder}-away`)
    const storage = openTestStorage(ana.home.paths, ana.library)
    expect(await storage.verify()).toMatchObject({ checked: 1, problems: [], unreachable: [{ folder, files: 2 }] })
    await rename(`${folder}-away`, folder)
    expect(await storage.verify()).toMatchObject({ checked: 3, problems: [], unreachable: [] })
  })

  it('are used by the library alone after it was moved, and no longer by the member it was', async () => {
    const [kept, purged] = [await importFrom(ana, 1), await importFrom(ana, 2, 'second.png')]
    await shareAndSettle(ana)
    const before = await readdir(join(root(), 'members'))
    const moved = await createTemporaryHome()
    await ana.library.close()
    await cp(ana.home.paths.root, moved.paths.root, { recursive: true })
    await rm(join(moved.paths.root, 'team-member'))
    noteFormerMembers(ana.home.paths.root, moved.paths.root)
    await ana.home.remove()
    const member = { ...ana, home: moved, library: openTestLibrary(moved.paths, { originalsFolder: () => folder }) }
    members[0] = member
    await purge(member, purged)
    // The member it was still has it.
    expect(await originals()).toHaveLength(2)
    await share(member)
    expect(await originals()).toHaveLength(1)
    expect(Buffer.compare(await readFile(await pathOf(member, kept)), smallPng(1))).toBe(0)
    const after = await readdir(join(root(), 'members'))
    expect(after).toHaveLength(1)
    expect(after).not.toEqual(before)
  })

  it('refuse a folder of the library itself', async () => {
    const { originals: kept } = ana.library.assets
    expect(await failureOf(kept.prepare(ana.home.paths.library))).toMatchObject({ code: 'request/invalid' })
    expect(await failureOf(kept.prepare(join(shared.paths.root, 'nowhere')))).toMatchObject({
      code: 'storage/unreachable',
    })
    await kept.prepare(folder)
    expect(await readdir(folder)).toEqual(['atelier-originals'])
  })
})
