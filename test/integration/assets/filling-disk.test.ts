import { deflateSync, inflateSync } from 'node:zlib'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createHomeFolders } from '../../../src/main/platform/create-home-folders.ts'
import { resolveHome, type HomePaths } from '../../../src/main/platform/home-paths.ts'
import type { AssetId } from '../../../src/shared/domain/ids.ts'
import { AppError, fromErrorData } from '../../../src/shared/errors/index.ts'
import { createChance } from '../../support/chance.ts'
import { checkLibrary, findTemporaries } from '../../support/kill/check-library.ts'
import { openTestLibrary, type TestLibrary } from '../../support/open-library.ts'
import { findAssetIds } from '../../support/open-database.ts'
import { mountSmallDisk, type SmallDisk } from '../../support/small-disk.ts'
import { smallPng } from '../../support/small-images.ts'
import { isFull, turn } from '../../support/turn.ts'

let disk: SmallDisk
let paths: HomePaths
let opened: TestLibrary | null

beforeEach(async () => {
  disk = mountSmallDisk(32)
  paths = resolveHome({ ATELIER_HOME: join(disk.path, 'home') }, { userHome: disk.path })
  await createHomeFolders(paths)
  opened = null
})
afterEach(async () => {
  disk.free()
  await opened?.close()
  disk.unmount()
})

/** What the library has confirmed, by id: what a full disk must not take back. */
interface Confirmed {
  readonly rating: number
  readonly isTrashed: boolean
  /** The number painted into every tile of its document; null = not open. */
  readonly painted: number | null
}

/** One action, and what is then confirmed. Ends without a word where there is nothing to act on. */
type Action = (library: TestLibrary, below: (limit: number) => number) => Promise<void>

function createActions(confirmed: Map<AssetId, Confirmed>): Readonly<Record<string, Action>> {
  let imported = 0
  const pick = (below: (limit: number) => number) => [...confirmed.keys()][below(Math.max(1, confirmed.size))]
  const note = (id: AssetId, change: Partial<Confirmed>) => confirmed.set(id, { ...confirmed.get(id)!, ...change })
  return {
    async import({ assets }, below) {
      const side = 40 + below(260)
      const name = `image ${(imported += 1)}`
      const { imported: added, failed } = await assets.imports.addBytes(name, smallPng(imported, side, side))
      if (failed[0] !== undefined) throw fromErrorData(failed[0].error)
      confirmed.set(added[0]!.id, { rating: 0, isTrashed: false, painted: null })
    },
    async rate({ assets }, below) {
      const id = pick(below)
      if (id === undefined) return
      const rating = below(6)
      await assets.annotations.change([id], { rating })
      note(id, { rating })
    },
    async paint({ documents }, below) {
      const id = pick(below)
      if (id === undefined || confirmed.get(id)?.isTrashed === true) return
      const document = await documents.open(id)
      if (confirmed.get(id)?.painted === null) note(id, { painted: 0 })
      const { state } = await documents.load(document.id)
      const value = 1 + below(250)
      const noise = new Uint8Array(65_536).map((_, at) =>
        at < 4 ? value : (Math.imul(at, 2_654_435_761 + value) >>> 13) & 255,
      )
      const tile = { surfaceId: 'mask-1', row: 0, column: 0, deflated: new Uint8Array(deflateSync(noise)) }
      await documents.save(document.id, { baseId: document.baseId, state, tiles: [tile], isWhole: true })
      note(id, { painted: value })
    },
    async trash({ assets }, below) {
      const id = pick(below)
      if (id === undefined) return
      await assets.trash.add([id])
      note(id, { isTrashed: true })
    },
    async restore({ assets }, below) {
      const id = pick(below)
      if (id === undefined) return
      await assets.trash.restore([id])
      note(id, { isTrashed: false })
    },
  }
}

test.each(isFull ? [1, 2, 3, 4] : [turn])(
  'on a disk that fills up and is freed again and again, nothing is lost or half-written (seed %i)',
  async (seed) => {
    const below = createChance(seed)
    const confirmed = new Map<AssetId, Confirmed>()
    const actions = Object.entries(createActions(confirmed))
    const failures: AppError[] = []
    opened = openTestLibrary(paths)
    for (let done = 0; done < 160; done += 1) {
      if (done % 20 === 8) disk.fill(below(3) * 70_000)
      if (done % 20 === 19) disk.free()
      const [, act] = actions[below(actions.length)]!
      await act(opened, below).catch((thrown: unknown) => {
        if (!(thrown instanceof AppError)) throw thrown
        failures.push(thrown)
      })
    }
    disk.free()

    expect(failures.length).toBeGreaterThan(5)
    for (const { code, message } of failures)
      expect([code, message]).toEqual(['storage/full', expect.stringMatching(/space/)])
    // All goes on once there is room.
    for (const [, act] of actions) await act(opened, below)
    expect(await findTemporaries(paths.root)).toEqual([])
    await opened.close()
    opened = null
    await checkLibrary(paths, async (library) => expect(await readBack(library, confirmed)).toEqual([...confirmed]))
  },
)

/** What the library has, in the order and form of what was confirmed. */
async function readBack(library: TestLibrary, confirmed: Map<AssetId, Confirmed>): Promise<[AssetId, Confirmed][]> {
  const trashed = new Set(await findAssetIds(library.database, 'trash'))
  const records = new Map((await library.assets.records.load([...confirmed.keys()])).map((asset) => [asset.id, asset]))
  const documents = new Map((await library.documents.list()).map((document) => [document.baseId, document.id]))
  return Promise.all(
    [...confirmed.keys()].map(async (id): Promise<[AssetId, Confirmed]> => {
      const documentId = documents.get(id)
      const tiles = documentId === undefined ? null : (await library.documents.load(documentId)).tiles
      return [
        id,
        {
          rating: records.get(id)?.annotations.rating ?? -1,
          isTrashed: trashed.has(id),
          painted: tiles === null ? null : readValue(tiles[0]?.deflated ?? null),
        },
      ]
    }),
  )
}

function readValue(deflated: Uint8Array | null): number {
  return deflated === null ? 0 : (inflateSync(deflated)[0] ?? 0)
}
