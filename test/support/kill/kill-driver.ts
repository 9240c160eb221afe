import { mkdirSync, readdirSync, writeSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { resolveHome, type HomePaths } from '../../../src/main/platform/home-paths.ts'
import { defaultExportOptions } from '../../../src/shared/domain/export-presets.ts'
import type { AssetId } from '../../../src/shared/domain/ids.ts'
import { fillRecipe } from '../build-asset.ts'
import { openTestDatabase, findAssetIds } from '../open-database.ts'
import { openTestLibrary } from '../open-library.ts'
import { builtProgram } from '../built/built-program.ts'
import { openTestStorage } from '../open-storage.ts'
import { smallPng } from '../small-images.ts'
import { roundSave } from './round-save.ts'

/**
 * Runs as a separate process: repeats one kind of work until killed. Each line on stdout is written before the next
 * step begins: `working`, then one line per acknowledged item.
 */
const [scenario = '', root = '', seedText = '0'] = process.argv.slice(2)
const paths = resolveHome({ ATELIER_HOME: root }, { userHome: root })
const firstSeed = Number(seedText)

function say(line: string): void {
  for (;;) {
    try {
      writeSync(1, `${line}\n`)
      return
    } catch (thrown) {
      // The reader of the pipe is behind.
      if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'EAGAIN')) throw thrown
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2)
    }
  }
}

const scenarios: Readonly<Record<string, (paths: HomePaths) => Promise<void>>> = {
  import: importForever,
  export: exportForever,
  migrate: migrateOnce,
  'save-document': saveDocumentForever,
  'add-result': addResultForever,
  receive: receiveForever,
  'trash-purge': trashAndPurgeForever,
  storage: storeForever,
  mark: markForever,
}

await scenarios[scenario]!(paths)

/** Backup, restore up to the swap, and move up to the switch, each reverted. */
async function storeForever(): Promise<void> {
  const opened = openTestLibrary(paths)
  const storage = openTestStorage(paths, opened)
  const exports = join(root, '..', 'exports')
  mkdirSync(exports, { recursive: true })
  await findAssetIds(opened.database)
  say('working')
  for (;;) {
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
async function markForever(): Promise<void> {
  const { assets, database } = openTestLibrary(paths)
  const ids = await findAssetIds(database)
  for (const { name } of await assets.annotations.tags()) await assets.annotations.removeTag(name)
  say('working')
  for (let round = firstSeed; ; round++) {
    const tags = { addTags: [`round ${round}`], removeTags: [`round ${round - 1}`] }
    await assets.annotations.change(ids, { rating: round % 6, ...tags }).then(() => say(String(round)))
  }
}

async function importForever(): Promise<void> {
  const { assets, database } = openTestLibrary(paths)
  const incoming = join(root, 'incoming')
  mkdirSync(incoming, { recursive: true })
  await findAssetIds(database)
  say('working')
  for (let seed = firstSeed; ; seed += 4) {
    const files = [0, 1, 2, 3].map((n) => join(incoming, `image ${seed + n}.png`))
    for (const [n, file] of files.entries()) await writeFile(file, smallPng(seed + n))
    const { imported } = await assets.imports.addFiles(files)
    for (const asset of imported) say(asset.id)
  }
}

async function exportForever(): Promise<void> {
  const { exports, database } = openTestLibrary(paths)
  const ids = await findAssetIds(database)
  const folder = join(root, 'exports')
  mkdirSync(folder, { recursive: true })
  say('working')
  for (let round = 0; ; round++) {
    const onConflict = round % 2 === 0 ? 'replace' : 'number'
    const options = { ...defaultExportOptions, template: '{name} {n}', onConflict } as const
    const { written } = await exports.run({ ids, folder, options })
    for (const { path } of written) say(path)
  }
}

async function migrateOnce(): Promise<void> {
  const worker = builtProgram(new URL('./killed-migrations-worker.ts', import.meta.url))
  await openTestDatabase(paths.databaseFile, { worker }).opened()
  say('migrated')
}

/** Every save is identified by its prompt, its frame, its base, and every painted pixel. */
async function saveDocumentForever(): Promise<void> {
  const { documents, database } = openTestLibrary(paths)
  const [document] = await documents.list()
  const bases = await findAssetIds(database)
  const { id } = document!
  const { state } = await documents.load(id)
  say('working')
  for (let round = firstSeed; ; round++)
    await documents.save(id, roundSave(round, state, bases)).then(() => say(String(round)))
}

async function addResultForever(): Promise<void> {
  const { assets, database } = openTestLibrary(paths)
  const [parentId] = (await findAssetIds(database)).slice(-1)
  mkdirSync(paths.temporary, { recursive: true })
  say('working')
  for (let seed = firstSeed; ; seed++) {
    const temporaryPath = join(paths.temporary, `result-${process.pid}.png`)
    const temporaryMaskPath = join(paths.temporary, `mask-${process.pid}.png`)
    await writeFile(temporaryPath, smallPng(seed))
    await writeFile(temporaryMaskPath, smallPng(seed + 1))
    const temporaryAnswerPath = join(paths.temporary, `answer-${process.pid}.webp`)
    await writeFile(temporaryAnswerPath, smallPng(seed + 2))
    const image = { mime: 'image/png', widthPx: 16, heightPx: 12, hasAlpha: false }
    const recipe = { ...fillRecipe, seed }
    const name = 'coffee filled'
    const asset = await assets.results.add({
      ...image,
      temporaryPath,
      temporaryMaskPath,
      rawAnswer: { temporaryPath: temporaryAnswerPath, mime: 'image/webp' },
      parentId: parentId!,
      name,
      recipe,
    })
    say(asset.id)
  }
}

/** Simulates generated images: received first, then filed, every other one as the result of a masked edit. */
async function receiveForever(): Promise<void> {
  const { assets, database } = openTestLibrary(paths)
  const [parentId] = (await findAssetIds(database)).slice(-1)
  mkdirSync(paths.temporary, { recursive: true })
  say('working')
  for (let seed = firstSeed; ; seed++) {
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

async function trashAndPurgeForever(): Promise<void> {
  const { assets, database } = openTestLibrary(paths)
  const incoming = join(root, 'incoming')
  mkdirSync(incoming, { recursive: true })
  const taken = readdirSync(incoming).length
  await findAssetIds(database)
  say('working')
  for (let seed = firstSeed + taken; ; seed += 3) {
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
