import { mkdirSync, readdirSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { HomePaths } from '../../../src/main/platform/home-paths.ts'
import { defaultExportOptions } from '../../../src/shared/domain/export-options.ts'
import type { AssetId } from '../../../src/shared/domain/ids.ts'
import { fillRecipe } from '../build-asset.ts'
import { findAssetIds } from '../open-database.ts'
import type { TestLibrary } from '../open-library.ts'
import { openTestStorage } from '../open-storage.ts'
import { smallPng } from '../small-images.ts'
import { roundSave } from './round-save.ts'

export interface KillStage {
  readonly paths: HomePaths
  readonly opened: TestLibrary
  /** Different for each start: what is made differs by it. */
  readonly firstSeed: number
  /** How often to repeat the work. */
  readonly rounds: number
  /** Acknowledges an item: from here on, it must never be lost. */
  say(line: string): void
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

function* numbered({ rounds, firstSeed }: KillStage, step = 1): Generator<number> {
  for (let round = 0; round < rounds; round++) yield firstSeed + round * step
}

/** Backup, restore up to the swap, and move up to the switch, each reverted. */
async function storeHome(stage: KillStage): Promise<void> {
  const { paths, opened, say } = stage
  const storage = openTestStorage(paths, opened)
  const exports = join(paths.root, '..', 'exports')
  mkdirSync(exports, { recursive: true })
  await findAssetIds(opened.database)
  say('working')
  for (let round = 0; round < stage.rounds; round++) {
    const backup = join(exports, 'mine.zip')
    await storage.backUp(backup)
    say('backup')
    await storage.prepareRestore(backup)
    say('restore')
    await storage.forgetPending()
    await storage.prepareMove(join(exports, 'moved'))
    say('move')
    await storage.forgetPending()
  }
}

/** Each round is identified by the rating and the single tag of every image. */
async function markImages(stage: KillStage): Promise<void> {
  const { opened, say } = stage
  const { assets, database } = opened
  const ids = await findAssetIds(database)
  for (const { name } of await assets.annotations.tags()) await assets.annotations.removeTag(name)
  say('working')
  for (const round of numbered(stage)) {
    const tags = { addTags: [`round ${round}`], removeTags: [`round ${round - 1}`] }
    await assets.annotations.change(ids, { rating: round % 6, ...tags }).then(() => say(String(round)))
  }
}

async function importImages(stage: KillStage): Promise<void> {
  const { paths, opened, say } = stage
  const incoming = join(paths.root, 'incoming')
  mkdirSync(incoming, { recursive: true })
  await findAssetIds(opened.database)
  say('working')
  for (const seed of numbered(stage, 4)) {
    const files = [0, 1, 2, 3].map((n) => join(incoming, `image ${seed + n}.png`))
    for (const [n, file] of files.entries()) await writeFile(file, smallPng(seed + n))
    const { imported } = await opened.assets.imports.addFiles(files)
    for (const asset of imported) say(asset.id)
  }
}

async function exportImages(stage: KillStage): Promise<void> {
  const { paths, opened, say } = stage
  const ids = await findAssetIds(opened.database)
  const folder = join(paths.root, 'exports')
  mkdirSync(folder, { recursive: true })
  say('working')
  for (const round of numbered(stage)) {
    const onConflict = round % 2 === 0 ? 'replace' : 'number'
    const options = { ...defaultExportOptions, template: '{name} {n}', onConflict } as const
    const { written } = await opened.exports.run({ ids, folder, options })
    for (const { path } of written) say(path)
  }
}

/** Every save is identified by its prompt, its frame, its base, and every painted pixel. */
async function saveDocument(stage: KillStage): Promise<void> {
  const { opened, say } = stage
  const { documents, database } = opened
  const [document] = await documents.list()
  const bases = await findAssetIds(database)
  const { id } = document!
  const { state } = await documents.load(id)
  say('working')
  for (const round of numbered(stage))
    await documents.save(id, roundSave(round, state, bases)).then(() => say(String(round)))
}

async function addResults(stage: KillStage): Promise<void> {
  const { paths, opened, say } = stage
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
    const asset = await assets.results.add({ ...image, ...from, temporaryPath, temporaryMaskPath, rawAnswer })
    say(asset.id)
  }
}

/** Simulates generated images: received first, then filed, every other one as the result of a masked edit. */
async function receiveImages(stage: KillStage): Promise<void> {
  const { paths, opened, say } = stage
  const { assets, database } = opened
  const [parentId] = (await findAssetIds(database)).slice(-1)
  mkdirSync(paths.temporary, { recursive: true })
  say('working')
  for (const seed of numbered(stage)) {
    // Each has a different size, which links an image to its note.
    const widthPx = 16 + (seed % 50)
    const bytes = smallPng(seed, widthPx)
    const note = { name: 'kite', parentId: parentId!, recipe: { ...fillRecipe, seed } }
    const received = await assets.results.receive(bytes, { id: `job-${seed}`, extension: 'png', ...note })
    say(String(seed))
    const facts = { ...note, mime: 'image/png', widthPx, heightPx: 12, hasAlpha: false, temporaryMaskPath: null }
    if (seed % 2 === 0) await assets.results.add({ ...facts, temporaryPath: received.path, rawAnswer: null })
    else {
      const temporaryPath = join(paths.temporary, `result-${process.pid}-${seed}.png`)
      await writeFile(temporaryPath, smallPng(1_000_000 + seed))
      const rawAnswer = { temporaryPath: received.path, mime: 'image/png' }
      await assets.results.add({ ...facts, temporaryPath, rawAnswer })
    }
    await assets.results.drop(received)
  }
}

async function trashAndPurge(stage: KillStage): Promise<void> {
  const { paths, opened, say } = stage
  const { assets, database } = opened
  const incoming = join(paths.root, 'incoming')
  mkdirSync(incoming, { recursive: true })
  const taken = readdirSync(incoming).length
  await findAssetIds(database)
  say('working')
  for (const seed of numbered({ ...stage, firstSeed: stage.firstSeed + taken }, 3)) {
    const ids: AssetId[] = []
    for (let n = 0; n < 3; n++) {
      const { imported } = await assets.imports.addBytes(`pasted ${seed + n}`, smallPng(seed + n))
      ids.push(...imported.map((asset) => asset.id))
    }
    await assets.trash.add(ids)
    await assets.trash.restore(ids.slice(0, 1))
    await assets.trash.purge(ids.slice(1))
    for (const id of ids.slice(1)) say(id)
  }
}
