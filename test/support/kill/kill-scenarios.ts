import { mkdirSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { HomePaths } from '../../../src/main/platform/home-paths.ts'
import { defaultExportOptions } from '../../../src/shared/domain/export-options.ts'
import type { AssetId } from '../../../src/shared/domain/ids.ts'
import { fromErrorData, type ErrorData } from '../../../src/shared/errors/index.ts'
import { fillRecipe } from '../build-asset.ts'
import { findAssetIds } from '../open-database.ts'
import type { TestLibrary } from '../open-library.ts'
import { openTestStorage } from '../open-storage.ts'
import { smallPng } from '../small-images.ts'
import { roundSave } from './round-save.ts'
import type { Walk } from './walk-steps.ts'

export interface KillStage extends Walk {
  readonly paths: HomePaths
  readonly opened: TestLibrary
  /** Different for each start: what is made differs by it. */
  readonly firstSeed: number
  /** How often to repeat the work. */
  readonly rounds: number
  /** How many images a round imports or exports. */
  readonly count: number
}

/** One kind of work each, which a kill may end anywhere. */
export const killScenarios = {
  import: importImages,
  export: exportImages,
  'save-document': saveDocument,
  'add-result': addResults,
  receive: receiveImages,
  'trash-purge': trashAndPurge,
  storage: storeHome,
  mark: markImages,
} satisfies Readonly<Record<string, (stage: KillStage) => Promise<void>>>

export type KillScenario = keyof typeof killScenarios

function requireNone([first]: readonly { readonly error: ErrorData }[]): void {
  if (first !== undefined) throw fromErrorData(first.error)
}

function* numbered({ rounds, firstSeed }: KillStage, step = 1): Generator<number> {
  for (let round = 0; round < rounds; round++) yield firstSeed + round * step
}

/** Backup, restore up to the swap, and move up to the switch, each reverted. */
async function storeHome(stage: KillStage): Promise<void> {
  const { paths, opened, say, attempt } = stage
  const storage = openTestStorage(paths, opened)
  const exports = join(paths.root, '..', 'exports')
  mkdirSync(exports, { recursive: true })
  await findAssetIds(opened.database)
  say('working')
  for (let round = 0; round < stage.rounds; round++) {
    const backup = join(exports, 'mine.zip')
    await attempt(() => storage.backUp(backup))
    say('backup')
    await attempt(() => storage.prepareRestore(backup))
    say('restore')
    await attempt(() => storage.forgetPending())
    await attempt(() => storage.prepareMove(join(exports, 'moved')))
    say('move')
    await attempt(() => storage.forgetPending())
  }
}

/** Each round is identified by the rating and the single tag of every image. */
async function markImages(stage: KillStage): Promise<void> {
  const { opened, say, attempt } = stage
  const { assets, database } = opened
  const ids = await findAssetIds(database)
  for (const { name } of await assets.annotations.tags()) await assets.annotations.removeTag(name)
  say('working')
  for (const round of numbered(stage)) {
    const tags = { addTags: [`round ${round}`], removeTags: [`round ${round - 1}`] }
    await attempt(() => assets.annotations.change(ids, { rating: round % 6, ...tags }))
    say(String(round))
  }
}

async function importImages(stage: KillStage): Promise<void> {
  const { paths, opened, count, say, attempt } = stage
  const incoming = join(paths.root, 'incoming')
  mkdirSync(incoming, { recursive: true })
  await findAssetIds(opened.database)
  say('working')
  for (const seed of numbered(stage, count)) {
    const files = Array.from({ length: count }, (_, n) => join(incoming, `image ${seed + n}.png`))
    for (const [n, file] of files.entries()) await writeFile(file, smallPng(seed + n))
    await attempt(async () => {
      const { imported, failed } = await opened.assets.imports.addFiles(files)
      for (const asset of imported) say(asset.id)
      requireNone(failed)
    })
  }
}

async function exportImages(stage: KillStage): Promise<void> {
  const { paths, opened, count, say, attempt } = stage
  const ids = (await findAssetIds(opened.database)).slice(0, count)
  const folder = join(paths.root, 'exports')
  mkdirSync(folder, { recursive: true })
  say('working')
  for (const round of numbered(stage)) {
    const onConflict = round % 2 === 0 ? 'replace' : 'number'
    const options = { ...defaultExportOptions, template: '{name} {n}', onConflict } as const
    await attempt(async () => {
      const { written, failed } = await opened.exports.run({ ids, folder, options })
      for (const { path } of written) say(path)
      requireNone(failed)
    })
  }
}

/** Every save is identified by its prompt, its frame, its base, and every painted pixel. */
async function saveDocument(stage: KillStage): Promise<void> {
  const { opened, say, attempt } = stage
  const { documents, database } = opened
  const [document] = await documents.list()
  const bases = await findAssetIds(database)
  const { id } = document!
  const { state } = await documents.load(id)
  say('working')
  for (const round of numbered(stage)) {
    await attempt(() => documents.save(id, roundSave(round, state, bases)))
    say(String(round))
  }
}

async function addResults(stage: KillStage): Promise<void> {
  const { paths, opened, say, attempt } = stage
  const { assets, database } = opened
  const [parentId] = (await findAssetIds(database)).slice(-1)
  mkdirSync(paths.temporary, { recursive: true })
  say('working')
  for (const seed of numbered(stage)) {
    const temporaryPath = join(paths.temporary, `result-${process.pid}.png`)
    const temporaryMaskPath = join(paths.temporary, `mask-${process.pid}.png`)
    await writeFile(temporaryPath, smallPng(seed))
    await writeFile(temporaryMaskPath, smallPng(seed + 1))
    const temporaryAnswerPath = join(paths.temporary, `answer-${process.pid}.webp`)
    await writeFile(temporaryAnswerPath, smallPng(seed + 2))
    const image = { mime: 'image/png', widthPx: 16, heightPx: 12, hasAlpha: false }
    const rawAnswer = { temporaryPath: temporaryAnswerPath, mime: 'image/webp' }
    const from = { parentId: parentId!, name: 'coffee filled', recipe: { ...fillRecipe, seed } }
    await attempt(async () => {
      const asset = await assets.results.add({ ...image, ...from, temporaryPath, temporaryMaskPath, rawAnswer })
      say(asset.id)
    })
  }
}

/** Simulates generated images: received first, then filed, every other one as the result of a masked edit. */
async function receiveImages(stage: KillStage): Promise<void> {
  const { paths, opened, say, attempt } = stage
  const { assets, database } = opened
  const [parentId] = (await findAssetIds(database)).slice(-1)
  mkdirSync(paths.temporary, { recursive: true })
  say('working')
  for (const seed of numbered(stage)) {
    // Each has a different size, which links an image to its note.
    const widthPx = 16 + (seed % 50)
    const bytes = smallPng(seed, widthPx)
    const note = { name: 'kite', parentId: parentId!, recipe: { ...fillRecipe, seed } }
    const about = { id: `job-${seed}`, extension: 'png', ...note }
    const received = await attempt(() => assets.results.receive(bytes, about))
    say(String(seed))
    const facts = { ...note, mime: 'image/png', widthPx, heightPx: 12, hasAlpha: false, temporaryMaskPath: null }
    if (seed % 2 === 0)
      await attempt(() => assets.results.add({ ...facts, temporaryPath: received.path, rawAnswer: null }))
    else {
      const temporaryPath = join(paths.temporary, `result-${process.pid}-${seed}.png`)
      await writeFile(temporaryPath, smallPng(1_000_000 + seed))
      const rawAnswer = { temporaryPath: received.path, mime: 'image/png' }
      await attempt(() => assets.results.add({ ...facts, temporaryPath, rawAnswer }))
    }
    await attempt(() => assets.results.drop(received))
  }
}

async function trashAndPurge(stage: KillStage): Promise<void> {
  const { opened, say, attempt } = stage
  const { assets, database } = opened
  await findAssetIds(database)
  say('working')
  for (const seed of numbered(stage, 3)) {
    const ids: AssetId[] = []
    for (let n = 0; n < 3; n++) {
      const { imported } = await assets.imports.addBytes(`pasted ${seed + n}`, smallPng(seed + n))
      ids.push(...imported.map((asset) => asset.id))
    }
    await attempt(() => assets.trash.add(ids))
    await attempt(() => assets.trash.restore(ids.slice(0, 1)))
    await attempt(() => assets.trash.purge(ids.slice(1)))
    for (const id of ids.slice(1)) say(id)
  }
}
